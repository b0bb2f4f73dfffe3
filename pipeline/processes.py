"""Child processes that are never left behind: own session, ended with their parent, stopped as a group."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def start(
    command: Sequence[str],
    *,
    output: IO[str] | None = None,
    environment: Mapping[str, str] | None = None,
    directory: Path | None = None,
    inherited: Collection[int] = (),
) -> subprocess.Popen[str]:
    """Start ``command`` in a session of its own; standard output and error go to ``output``.

    ``inherited``: descriptors that stay open in it.
    On Linux the kernel sends it SIGTERM when the thread that started it ends, however that comes about.
    """
    parent = os.getpid()
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        env=dict(environment) if environment is not None else None,
        cwd=directory,
        text=True,
        pass_fds=tuple(inherited),
        start_new_session=True,
        preexec_fn=lambda: _prepare(parent),  # a few system calls, no Python state shared
    )


def end_with_parent() -> None:
    """On Linux: from now on the kernel kills this process when the thread that started it ends.

    For a task whose watcher is killed: nobody would hear of its end, and it would go on beside its second try.
    SIGKILL, since Airflow's tasks go on at SIGTERM. What it has started by `start` is told to end in its turn.
    """
    _follow_parent(signal.SIGKILL)


def _prepare(parent: int) -> None:
    # A shell's `&` makes children ignore SIGINT, the one signal on which Airflow stops cleanly.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _follow_parent(signal.SIGTERM)
    if os.getppid() != parent:  # it ended before the kernel was told to watch it
        os.kill(os.getpid(), signal.SIGTERM)


def _follow_parent(signal_number: signal.Signals) -> None:
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal_number)


def stop(*processes: subprocess.Popen[str], patience: float = 15) -> None:
    """End the groups of ``processes``: ask by SIGINT, then SIGTERM, each for ``patience`` seconds, then SIGKILL."""
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        for process in processes:
            if process.poll() is None:
                _signal_group(process, signal_number)
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)
    for process in processes:
        _signal_group(process, signal.SIGKILL)  # whatever its children left in the group
        process.wait()


def _signal_group(process: subprocess.Popen[str], signal_number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal_number)
