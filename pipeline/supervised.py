"""A helper process with bounds on memory, computing and waiting, that is asked over a pipe and dies without harm."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import Pipe
from typing import Any

import psutil

from pipeline import processes


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost."""

    memory: int = 1_500_000_000  #: bytes of address space of the process
    computing: int = 7  #: seconds; the kernel counts whole ones and may give one more
    waiting: float = 10.0  #: seconds by the clock
    #: seconds by the clock for a process that computes all the while: on a busy machine it gets its seconds late
    starving: float = 120.0


START_LIMIT = 60.0  #: seconds for a process to come up
#: how a process ends that someone else has ended: an operator, a shutdown, the kernel when the machine's memory is out
_FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class FailedError(Exception):
    """The process gave no answer; says why in a sentence that begins with what ran out, or with ``crash``."""


class EndedFromOutsideError(Exception):
    """Tells nothing of what the process was doing."""


class NotStartedError(Exception):
    """The process did not come up; says why."""


class Supervised:
    """One process: a program of its own, in a session of its own, that ends with the thread that made it.

    It is no `multiprocessing.Process`: the daemonic processes of a Celery pool may not have those.
    """

    def __init__(
        self, module: str, limits: Limits, *arguments: str, called: str, environment: Mapping[str, str] | None = None
    ) -> None:
        """Start ``python -m module DESCRIPTOR MEMORY SECONDS ARGUMENTS``, which sends ``peak()`` when it is up.

        ``called`` is its name in the sentences of FailedError. Raises NotStartedError.
        """
        self._limits = limits
        self._called = called
        self._peak = self._peak_at_start = 0
        self._pipe, theirs = Pipe()
        numbers = (theirs.fileno(), limits.memory, limits.computing)
        self._process = processes.start(
            [sys.executable, "-P", "-m", module, *map(str, numbers), *arguments],
            environment={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **(environment or {})},
            inherited=(theirs.fileno(),),
        )
        theirs.close()
        self._await_start()

    def ask(self, message: object) -> Any:
        """Its answer, unpickled. Raises FailedError and EndedFromOutsideError; after either it is to be ended."""
        try:
            self._pipe.send(message)
            if not self._answers():
                raise FailedError(f"time: {self._called} gave no answer within {self._limits.waiting:.0f} s")
            return self._pipe.recv()
        except (EOFError, OSError):
            raise FailedError(self._cause_of_death()) from None

    def memory(self) -> int:
        """Bytes that it holds; none when it is dead."""
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.NoSuchProcess:
            return 0

    def end(self) -> tuple[int, int]:
        """Kill it and all that it started; its exit status, as `subprocess` has it, and the most bytes it ever held."""
        if self._process.returncode is None:
            self._pipe.close()
            # If it is dead already this changes nothing: how it died is what wait4 tells.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            _, status, usage = os.wait4(self._process.pid, 0)
            self._process.returncode = os.waitstatus_to_exitcode(status)
            self._peak = _bytes(usage.ru_maxrss)
        return self._process.returncode, self._peak

    def _await_start(self) -> None:
        reason: Any = "their process did not come up"
        try:
            if self._pipe.poll(START_LIMIT):
                reason = self._pipe.recv()
        except (EOFError, OSError):
            reason = f"their process ended with exit status {self.end()[0]}"
        if not isinstance(reason, int):
            self.end()
            raise NotStartedError(str(reason))
        self._peak_at_start = reason

    def _answers(self) -> bool:
        if self._pipe.poll(self._limits.waiting):
            return True
        computes = psutil.Process(self._process.pid).status() != psutil.STATUS_SLEEPING
        return computes and self._pipe.poll(self._limits.starving - self._limits.waiting)

    def _cause_of_death(self) -> str:
        code, peak = self.end()
        if code >= 0:
            return f"crash: {self._called} ended with exit status {code}"
        name, megabytes = signal.Signals(-code).name, peak // 10**6
        if -code == signal.SIGXCPU:
            return f"time: {self._called} computed for more than {self._limits.computing} s"
        if -code in _FROM_OUTSIDE:
            raise EndedFromOutsideError(f"{name} at {megabytes} MB")
        # An engine that gets no more memory ends itself. They ask for it in doubles, so half of it was there before.
        # Linux counts in what the parent held when it forked: a peak as at the start says nothing of the process.
        if peak > max(self._limits.memory // 2, self._peak_at_start):
            return f"memory: {self._called} ended by {name} at {megabytes} of {self._limits.memory // 10**6} MB"
        return f"crash: {self._called} ended by {name}"


def peak() -> int:
    """The most bytes that this process ever held."""
    return _bytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _bytes(ru_maxrss: int) -> int:
    return ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def bound(memory: int) -> None:
    """Called in the process itself: no more than so many bytes of address space, and no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # macOS refuses
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def silence() -> None:
    """Engines print as they please, warnings of every odd font and the last words of an abort: verdicts say it all."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
