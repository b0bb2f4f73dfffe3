"""One at a time: who comes second waits, and a dead holder holds nothing."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import locks
from pipeline.errors import StageError

HOLDER = """
import sys, time
from pathlib import Path
from pipeline import locks, processes
with locks.harvesting(Path(sys.argv[1]), "50") as lock:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(1.5)"
    if sys.argv[2] == "with a child":
        processes.start([sys.executable, "-c", deaf], inherited=(lock,))
        time.sleep(0.3)
    print("held", flush=True)
    time.sleep(60)
"""


def _holder(archive: Path, how: str) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(archive), how], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_who_waits_too_long_is_told_who_holds_the_lock(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with _holder(tmp_path, "alone") as holder:
        told = rf"Shard 50 is being harvested by process {holder.pid} on \S+"
        with (
            pytest.raises(StageError, match=f"^{told}, still after 1 s: run this again when that has ended.$"),
            locks.harvesting(tmp_path, "50", patience=1),
        ):
            pass
        [waiting] = caplog.messages
        assert re.fullmatch(f"{told}; waiting for it to end.", waiting)
        with locks.harvesting(tmp_path, "53", patience=0):
            pass  # another shard is free
        holder.send_signal(signal.SIGKILL)
        with locks.harvesting(tmp_path, "50", patience=5):
            pass


def test_a_child_that_outlives_its_killed_parent_keeps_the_lock_until_it_ends(tmp_path: Path) -> None:
    with _holder(tmp_path, "with a child") as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        killed = time.monotonic()
        with locks.harvesting(tmp_path, "50", patience=10):
            assert time.monotonic() - killed > 0.5
