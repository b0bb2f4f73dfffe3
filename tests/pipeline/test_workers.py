"""The disposable parser process."""

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import psutil
import pytest

from disclosure.report import Status
from pipeline import workers
from pipeline.errors import GongkaiError
from pipeline.workers import Limits, ParserWorker

#: what a payload says is done: run as Python
PARSERS = """
import os, signal, time
from pathlib import Path
PARSER_VERSION = "test"
here = Path(__file__).parent
held, more = [], []

def once(name):
    try:
        (here / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True

def compute(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass

def parse_all(payload, *, name="", url="", converter=None, parse_member=None):
    with (here / "asked").open("a") as asked:
        asked.write("x")
    exec(payload)
    return [(name, url, os.getpid()), *more]
"""
LIMITS = Limits(memory=600_000_000, computing=1, waiting=1, starving=20)
HOLD = b"held.append(b'x' * 400_000_000); "


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a worker's child finds these parsers instead of the real ones."""
    (tmp_path / "parsers.py").write_text(PARSERS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (b"time.sleep(60)", "time: its reader gave no answer within 1 s"),
        (b"compute(60)", "time: its reader computed for more than 1 s"),
        (b"x = b'x' * 700_000_000", "memory: reading it takes more than one file may have"),
        (HOLD + b"os.abort()", r"memory: its reader ended by SIGABRT at 4\d\d of 600 MB"),
        (b"os.abort()", "crash: its reader ended by SIGABRT"),
        (b"os.kill(os.getpid(), signal.SIGSEGV)", "crash: its reader ended by SIGSEGV"),
        (b"os._exit(11)", "crash: its reader ended with exit status 11"),
        (
            b"os.kill(os.getpid(), signal.SIGKILL)",
            r"killed: its reader was ended from outside, twice \(SIGKILL at \d+ MB\); perhaps the machine lacks memory",
        ),
        (
            b"raise ValueError('row 7\\nis odd')",
            r"error: the parser failed on this document \(ValueError: row 7 is odd\)",
        ),
        (b"more.append('x' * 33_600_000)", "too large: what was read of it has 336000.. bytes, 33554432 are kept"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_what_goes_wrong_is_a_finding_and_the_next_document_is_read(folder: Path, payload: bytes, message: str) -> None:
    with ParserWorker(LIMITS) as worker:
        [report] = worker.parse(payload)
        assert report.status is Status.UNREADABLE
        assert report.sha256 == sha256(payload).hexdigest()
        [finding] = report.findings
        assert finding.rule == "parser_failed"
        assert re.fullmatch(message, finding.message)
        [(name, url, _)] = worker.parse(b"pass", name="a name", url="an address")
        assert (name, url) == ("a name", "an address")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_what_the_parent_holds_is_not_taken_for_the_memory_of_its_reader(folder: Path) -> None:
    held = b"x" * 400_000_000
    with ParserWorker(LIMITS) as worker:
        [report] = worker.parse(b"os.abort()")
    assert held
    assert report.findings[0].message == "crash: its reader ended by SIGABRT"


def test_bytes_that_failed_are_not_tried_again_at_another_address(folder: Path) -> None:
    with ParserWorker(LIMITS) as worker:
        first, second = worker.parse(b"os.abort()", url="one"), worker.parse(b"os.abort()", url="two")
    assert first == second
    assert (folder / "asked").read_text() == "x"


def test_a_process_that_was_ended_from_outside_says_nothing_of_the_document(folder: Path) -> None:
    with ParserWorker(LIMITS) as worker:
        [(name, _, _)] = worker.parse(b"if once('killed'): os.kill(os.getpid(), signal.SIGKILL)", name="a name")
    assert name == "a name"
    assert (folder / "asked").read_text() == "xx"


def test_a_busy_machine_costs_no_document_that_computes_no_more_than_it_may(folder: Path) -> None:
    with ParserWorker(Limits(computing=5, waiting=0.5)) as worker:
        [(name, _, _)] = worker.parse(b"compute(1.5)", name="a name")
    assert name == "a name"


def test_a_process_serves_many_documents_until_it_holds_much(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "KEPT_MEMORY", 300_000_000)
    with ParserWorker() as worker:
        [first], [second], [third], [fourth] = (worker.parse(each) for each in (b"pass", b"1", HOLD, b"2"))
    assert first == second == third != fourth


def test_parsers_that_cannot_be_loaded_are_no_fact_about_a_document(folder: Path) -> None:
    with ParserWorker() as worker, pytest.raises(GongkaiError, match="No module named 'no_such_reader'"):
        worker.parse(b"import no_such_reader")
    (folder / "parsers.py").write_text("import no_such_parser", encoding="utf-8")
    with ParserWorker() as worker, pytest.raises(GongkaiError, match="No module named 'no_such_parser'"):
        worker.parse(b"pass")


def _parse_one() -> None:
    with ParserWorker() as worker:
        sys.exit(0 if worker.parse(b"pass", name="a name")[0][0] == "a name" else 1)


def test_a_daemonic_process_as_of_a_celery_pool_may_have_one(folder: Path) -> None:
    process = multiprocessing.get_context("fork").Process(target=_parse_one, daemon=True)
    process.start()
    process.join(30)
    assert process.exitcode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux tells a child of its parent's end")
def test_it_ends_with_a_parent_that_was_killed_even_while_it_computes(folder: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-P", "-c", "from pipeline.workers import *; ParserWorker().parse(b'compute(60)')"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    for _ in range(1000):
        if (folder / "asked").exists():
            break
        time.sleep(0.02)
    [child] = psutil.Process(parent.pid).children()
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    psutil.wait_procs([child], timeout=5)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
