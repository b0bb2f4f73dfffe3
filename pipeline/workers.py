"""Parsing in a disposable process: a file that hangs, bursts or crashes a reader costs one finding, not the night."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from hashlib import sha256
from types import TracebackType

from disclosure.report import Finding, Report, Severity, Status
from pipeline.asking import Conversion, MemberOfArchive
from pipeline.converter import ConversionError, LibreOffice
from pipeline.errors import GongkaiError
from pipeline.supervised import EndedFromOutsideError, FailedError, Limits, NotStartedError, Supervised

__all__ = ["Limits", "ParserWorker"]

#: bytes that a process may hold between documents: most hold 60 MB; after some large ones a fresh process is cheaper
KEPT_MEMORY = 250_000_000
#: seconds by the clock for what one document has others do: its conversion, the members of an archive
ERRANDS = 90.0

Answer = list[Report] | str  #: the reports, or why there are none in a sentence


@dataclass
class ParserWorker:
    """Parses documents one after another in a child process, and takes a new one when that dies or hangs.

    What needs LibreOffice gets it, in a process that starts with the first such document. The members of an archive
    are parsed in a second child, each as a document of its own.
    """

    limits: Limits = field(default_factory=Limits)
    converter: LibreOffice = field(default_factory=LibreOffice)
    _child: Supervised | None = field(default=None, init=False)
    _members: ParserWorker | None = field(default=None, init=False)
    _failed: dict[str, str] = field(default_factory=dict, init=False)  #: sha256 to the reason
    _errands: float = field(default=0.0, init=False)  #: seconds of ERRANDS that are left

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
        return [_failure(self._failed[digest], digest)]

    def close(self) -> None:
        """End the processes, if there are any."""
        self._end_child()
        if self._members is not None:
            self._members.close()
        self.converter.close()

    def _answer(self, payload: bytes, name: str, url: str) -> Answer:
        """A process that was ended from outside says nothing of the document: then it is read once more."""
        with contextlib.suppress(EndedFromOutsideError):
            return self._ask(payload, name, url)
        try:
            return self._ask(payload, name, url)
        except EndedFromOutsideError as error:
            return f"killed: its reader was ended from outside, twice ({error}); perhaps the machine lacks memory"

    def _ask(self, payload: bytes, name: str, url: str) -> Answer:
        if self._child is None:
            self._child = _start(self.limits)
        self._errands = ERRANDS
        keep = False
        try:
            answer = self._child.ask((payload, name, url))
            while isinstance(answer, Conversion | MemberOfArchive):
                answer = self._child.ask(self._do(answer))
            keep = isinstance(answer, list) and self._child.memory() <= KEPT_MEMORY
        except FailedError as error:
            answer = str(error)
        finally:
            if not keep:
                self._end_child()
        if isinstance(answer, ImportError):
            raise GongkaiError(f"The parsers can't be loaded: {answer}.")
        reports: Answer = answer
        return reports

    def _do(self, errand: Conversion | MemberOfArchive) -> bytes | Answer:
        """What the child asked for; refused when its document has had its time."""
        start = time.monotonic()
        try:
            if isinstance(errand, Conversion):
                return self.converter.convert(*errand) if self._errands > 0 else _LATE
            if self._errands <= 0:
                return [_failure(_LATE, sha256(errand.payload).hexdigest())]
            if self._members is None:
                self._members = ParserWorker(self.limits, self.converter)
            return self._members.parse(errand.payload, name=errand.name)
        except ConversionError as error:
            return str(error)
        finally:
            self._errands -= time.monotonic() - start

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def __enter__(self) -> ParserWorker:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()


_LATE = f"time: the whole file took more than {ERRANDS:.0f} s before this was reached"


def _failure(reason: str, digest: str) -> Report:
    finding = Finding(rule="parser_failed", severity=Severity.ERROR, message=reason)
    return Report(status=Status.UNREADABLE, sha256=digest, findings=(finding,))


def _start(limits: Limits) -> Supervised:
    try:
        return Supervised("pipeline.parser_process", limits, called="its reader")
    except NotStartedError as error:
        raise GongkaiError(f"The parsers can't be loaded: {error}.") from error
