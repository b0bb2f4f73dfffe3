"""Child processes are never left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from pipeline import processes

SLEEPER = "import time; time.sleep(60)"
# A parent that ignores SIGINT and SIGTERM, with a child of its own.
STUBBORN = f"""
import signal, subprocess, sys, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", {SLEEPER!r}])
print(child.pid, flush=True)
time.sleep(60)
"""
STARTER = f"""
import sys, time
from pipeline import processes
child = processes.start([sys.executable, "-c", {SLEEPER!r}])
print(child.pid, flush=True)
time.sleep(60)
"""

# As a worker of Airflow runs a task that starts a spider: the task goes on at SIGTERM.
WATCHER = f"""
import os, signal, sys, time
from pipeline import processes
if os.fork() == 0:
    signal.signal(signal.SIGTERM, lambda *_: None)
    processes.end_with_parent()
    child = processes.start([sys.executable, "-c", {SLEEPER!r}])
    print(os.getpid(), child.pid, flush=True)
time.sleep(60)
"""


def _gone(pid: int) -> bool:
    for _ in range(100):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def _first_line(path: Path) -> str:
    for _ in range(200):
        if path.exists() and "\n" in path.read_text("utf-8"):
            return path.read_text("utf-8").splitlines()[0]
        time.sleep(0.05)
    raise AssertionError(f"{path} stayed empty")


def test_a_process_stops_at_the_first_asking_even_if_its_parent_ignores_interrupts() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell's & has it
    try:
        process = processes.start([sys.executable, "-c", SLEEPER])
    finally:
        signal.signal(signal.SIGINT, before)
    time.sleep(0.3)
    processes.stop(process, patience=5)
    assert process.returncode in (-signal.SIGINT, 1)


def test_a_stubborn_process_is_killed_with_its_children(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with out.open("w", encoding="utf-8") as output:
        process = processes.start([sys.executable, "-c", STUBBORN], output=output)
        child = int(_first_line(out))
        processes.stop(process, patience=0.3)
    assert process.returncode == -signal.SIGKILL
    assert _gone(child)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux tells a child of its parent's end")
def test_a_process_ends_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with out.open("w", encoding="utf-8") as output:
        parent = subprocess.Popen([sys.executable, "-c", STARTER], stdout=output)
        child = int(_first_line(out))
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    assert _gone(child)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux tells a child of its parent's end")
def test_a_task_and_its_spider_end_when_the_worker_that_watches_them_is_killed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with out.open("w", encoding="utf-8") as output:
        watcher = subprocess.Popen([sys.executable, "-c", WATCHER], stdout=output)
        task, spider = map(int, _first_line(out).split())
        os.kill(watcher.pid, signal.SIGKILL)
        watcher.wait()
    assert _gone(task)
    assert _gone(spider)
