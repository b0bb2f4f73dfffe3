"""Child processes that are never left behind: own session, ended with their parent, stopped as a group."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
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
) -> subprocess.Popen[str]:
    """Start ``command`` in a session of its own; standard output and error go to ``output``.

    On Linux the kernel sends it SIGTERM when the thread that started it ends, however that comes about.
    """
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        env=dict(environment) if environment is not None else None,
        cwd=directory,
        text=True,
        start_new_session=True,
        preexec_fn=_prepare,  # two system calls, no Python state shared
    )


def _prepare() -> None:
    # A shell's `&` makes children ignore SIGINT, the one signal on which Airflow stops cleanly.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


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
