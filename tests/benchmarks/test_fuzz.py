import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Atheris has wheels for Linux only")


def test_a_short_run_tries_files_and_finds_nothing(tmp_path: Path) -> None:
    from benchmarks.fuzz import fuzz

    outcome = fuzz("docx", 6, tmp_path, seed=1)
    assert outcome.failure is None
    assert outcome.executions > outcome.kept > 5
    assert outcome.edges > 300


def test_a_file_that_fails_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import fuzz

    # The fuzzer's process counts as failed whatever ends it: here that one file may have no memory at all.
    monkeypatch.setattr(fuzz, "MEMORY_LIMIT", 1)
    outcome = fuzz.fuzz("text", 6, tmp_path, seed=1)
    assert outcome.failure is not None
    assert (tmp_path / "text.log").read_text(encoding="utf-8")
