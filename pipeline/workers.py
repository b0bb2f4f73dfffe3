"""Parsing in a disposable process: a file that hangs, bursts or crashes a reader costs one finding, not the night."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing import Pipe
from types import TracebackType

import psutil

from disclosure.report import Finding, Report, Severity, Status
from pipeline import processes
from pipeline.errors import GongkaiError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost."""

    memory: int = 1_500_000_000  #: bytes of address space of the process
    computing: int = 7  #: seconds; the kernel counts whole ones and may give one more
    waiting: float = 10.0  #: seconds by the clock
    #: seconds by the clock for a process that computes all the while: on a busy machine it gets its seconds late
    starving: float = 120.0


START_LIMIT = 60.0  #: seconds for a process to come up
#: bytes that a process may hold between documents: most hold 60 MB; after some large ones a fresh process is cheaper
KEPT_MEMORY = 250_000_000
#: how a process ends that someone else has ended: an operator, a shutdown, the kernel when the machine's memory is out
_FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

Answer = list[Report] | str  #: the reports, or why there are none in a sentence


class _EndedFromOutsideError(Exception):
    """Tells nothing of the document that was being read."""


@dataclass
class ParserWorker:
    """Parses documents one after another in a child process, and takes a new one when that dies or hangs."""

    limits: Limits = Limits()
    _child: _Child | None = field(default=None, init=False)
    _failed: dict[str, str] = field(default_factory=dict, init=False)  #: sha256 to the reason

    def parse(self, payload: bytes, *, name: str = "", url: str = "") -> list[Report]:
        """What ``parsers.parse_all`` gives; one ``unreadable`` report with a finding when it gave nothing.

        Bytes that failed once are not tried again under another address: it is they that fail, not their name.
        Raises GongkaiError when the parsers themselves can't be loaded: that is no fact about a document.
        """
        digest = sha256(payload).hexdigest()
        if digest not in self._failed:
            answer = self._answer(payload, name, url)
            if isinstance(answer, list):
                return answer
            self._failed[digest] = answer
        finding = Finding(rule="parser_failed", severity=Severity.ERROR, message=self._failed[digest])
        return [Report(status=Status.UNREADABLE, sha256=digest, findings=(finding,))]

    def close(self) -> None:
        """End the child process, if there is one."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def _answer(self, payload: bytes, name: str, url: str) -> Answer:
        """A process that was ended from outside says nothing of the document: then it is read once more."""
        with contextlib.suppress(_EndedFromOutsideError):
            return self._ask(payload, name, url)
        try:
            return self._ask(payload, name, url)
        except _EndedFromOutsideError as error:
            return f"killed: its reader was ended from outside, twice ({error}); perhaps the machine lacks memory"

    def _ask(self, payload: bytes, name: str, url: str) -> Answer:
        if self._child is None:
            self._child = _Child(self.limits)
        keep = False
        try:
            answer = self._child.parse(payload, name, url)
            keep = isinstance(answer, list) and self._child.memory() <= KEPT_MEMORY
        finally:
            if not keep:
                self.close()
        return answer

    def __enter__(self) -> ParserWorker:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class _Child:
    """One process: a program of its own, in a session of its own, that ends with the thread that made it.

    It is no `multiprocessing.Process`: the daemonic processes of a Celery pool may not have those.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._peak = 0
        self._pipe, theirs = Pipe()
        arguments = (theirs.fileno(), limits.memory, limits.computing)
        self._process = processes.start(
            [sys.executable, "-P", "-m", "pipeline.parser_process", *map(str, arguments)],
            environment={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            inherited=(theirs.fileno(),),
        )
        theirs.close()
        self._await_start()

    def parse(self, payload: bytes, name: str, url: str) -> Answer:
        """Raises GongkaiError, and _EndedFromOutsideError."""
        try:
            self._pipe.send((payload, name, url))
            if not self._answers():
                return f"time: its reader gave no answer within {self._limits.waiting:.0f} s"
            answer: Answer | ImportError = self._pipe.recv()
        except (EOFError, OSError):
            return self._cause_of_death()
        if isinstance(answer, ImportError):
            raise GongkaiError(f"The parsers can't be loaded: {answer}.")
        return answer

    def memory(self) -> int:
        """Bytes that it holds."""
        return int(psutil.Process(self._process.pid).memory_info().rss)

    def end(self) -> tuple[int, int]:
        """Kill it and all that it started; its exit status, as `subprocess` has it, and the most bytes it ever held."""
        if self._process.returncode is None:
            self._pipe.close()
            # If it is dead already this changes nothing: how it died is what wait4 tells.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            _, status, usage = os.wait4(self._process.pid, 0)
            self._process.returncode = os.waitstatus_to_exitcode(status)
            self._peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return self._process.returncode, self._peak

    def _await_start(self) -> None:
        reason: ImportError | str | None = "their process did not come up"
        try:
            if self._pipe.poll(START_LIMIT):
                reason = self._pipe.recv()
        except (EOFError, OSError):
            reason = f"their process ended with exit status {self.end()[0]}"
        if reason is not None:
            self.end()
            raise GongkaiError(f"The parsers can't be loaded: {reason}.")

    def _answers(self) -> bool:
        if self._pipe.poll(self._limits.waiting):
            return True
        computes = psutil.Process(self._process.pid).status() != psutil.STATUS_SLEEPING
        return computes and self._pipe.poll(self._limits.starving - self._limits.waiting)

    def _cause_of_death(self) -> str:
        code, peak = self.end()
        if code >= 0:
            return f"crash: its reader ended with exit status {code}"
        name, megabytes = signal.Signals(-code).name, peak // 10**6
        if -code == signal.SIGXCPU:
            return f"time: its reader computed for more than {self._limits.computing} s"
        if -code in _FROM_OUTSIDE:
            raise _EndedFromOutsideError(f"{name} at {megabytes} MB")
        # An engine that gets no more memory ends itself. They ask for it in doubles, so half of it was there before.
        if peak > self._limits.memory // 2:
            return f"memory: its reader ended by {name} at {megabytes} of {self._limits.memory // 10**6} MB"
        return f"crash: its reader ended by {name}"
