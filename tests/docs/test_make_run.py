"""`make run`, twice, as the README promises; in a copy of the project, so that nobody's own ``var/`` is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "tests", "benchmarks", "docs", "__pycache__", ".*_cache")


def make_run(folder: Path) -> str:
    done = subprocess.run(["make", "run"], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_two_nights_of_make_run(tmp_path: Path) -> None:
    folder = tmp_path / "gongkai"
    shutil.copytree(PROJECT, folder, ignore=LEFT_OUT)
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    for name in ("requirements.txt", "pyproject.toml"):
        os.utime(folder / name, (0, 0))  # or make would install this copy into the environment, for everybody
    first = make_run(folder)
    assert "new: 46 reports, 46 versions" in first
    assert f"export GONGKAI_WAREHOUSE=sqlite:///{folder}/var/replica/gongkai.sqlite" in first
    second = make_run(folder)
    assert "(7 answered 304 Not Modified); no new version, fact or finding." in second
    assert (folder / "var" / "replica" / "exports" / "reports.csv").stat().st_size > 0
