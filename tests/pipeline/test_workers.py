"""The disposable parser process."""

import sys
from hashlib import sha256
from pathlib import Path

import pytest

from disclosure.report import Status
from pipeline.errors import GongkaiError
from pipeline.workers import ParserWorker

PARSERS = """
import os, time
PARSER_VERSION = "test"
def parse_all(payload, *, name="", url=""):
    if payload == b"hang":
        time.sleep(60)
    if payload == b"crash":
        os._exit(11)
    if payload == b"raise":
        raise ValueError("row 7 is odd")
    if payload == b"import":
        import no_such_reader
    return [(payload, name, url)]
"""


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ParserWorker:
    """A worker whose child finds these parsers instead of the real ones."""
    (tmp_path / "parsers.py").write_text(PARSERS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for module in [name for name in sys.modules if name.split(".")[0] == "parsers"]:
        monkeypatch.delitem(sys.modules, module)
    return ParserWorker(time_limit=1)


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (b"hang", "took longer than 1 s"),
        (b"crash", "process died of this document"),
        (b"raise", "ValueError: row 7 is odd"),
    ],
)
def test_what_goes_wrong_is_a_finding_and_the_next_document_is_read(
    worker: ParserWorker, payload: bytes, message: str
) -> None:
    with worker:
        [report] = worker.parse(payload)
        assert report.status is Status.UNREADABLE
        assert report.sha256 == sha256(payload).hexdigest()
        [finding] = report.findings
        assert finding.rule == "parser_failed"
        assert message in finding.message
        assert worker.parse(b"good", name="a name", url="an address") == [(b"good", "a name", "an address")]


def test_parsers_that_cannot_be_loaded_are_no_fact_about_a_document(worker: ParserWorker) -> None:
    with worker, pytest.raises(GongkaiError, match="No module named 'no_such_reader'"):
        worker.parse(b"import")
