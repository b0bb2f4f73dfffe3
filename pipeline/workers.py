"""Parsing in a disposable process: a file that hangs or crashes a reader costs one finding, not the night."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType

from disclosure.report import Finding, Report, Severity, Status
from pipeline.errors import GongkaiError

TIME_LIMIT = 120.0  # seconds a document


@dataclass
class ParserWorker:
    """Parses documents one after another in one child process, and takes a new one when that dies or hangs."""

    time_limit: float = TIME_LIMIT
    _process: BaseProcess | None = field(default=None, init=False)
    _pipe: Connection | None = field(default=None, init=False)

    def parse(self, payload: bytes, *, name: str = "", url: str = "") -> list[Report]:
        """What ``parsers.parse_all`` gives; one ``unreadable`` report with a finding when it gave nothing.

        Raises GongkaiError when the parsers themselves can't be loaded: that is no fact about a document.
        """
        pipe = self._connection()
        try:
            pipe.send((payload, name, url))
            if pipe.poll(self.time_limit):
                answer: list[Report] | str | ImportError = pipe.recv()
            else:
                answer = f"Reading took longer than {self.time_limit:.0f} s and was given up."
        except (EOFError, OSError):
            answer = "The reader's process died of this document."
        if isinstance(answer, list):
            return answer
        self.close()
        if isinstance(answer, ImportError):
            raise GongkaiError(f"The parsers can't be loaded: {answer}.")
        finding = Finding(rule="parser_failed", severity=Severity.ERROR, message=answer)
        return [Report(status=Status.UNREADABLE, sha256=sha256(payload).hexdigest(), findings=(finding,))]

    def close(self) -> None:
        """End the child process, if there is one."""
        if self._process is not None and self._pipe is not None:
            self._pipe.close()
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def _connection(self) -> Connection:
        if self._pipe is None:
            self._pipe, theirs = multiprocessing.Pipe()
            # No daemon: a daemonic parent, as Celery's pool processes are, may not have one.
            self._process = multiprocessing.Process(target=_serve, args=(theirs, self._pipe))
            self._process.start()
            theirs.close()
        return self._pipe

    def __enter__(self) -> ParserWorker:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _serve(pipe: Connection, parents: Connection) -> None:
    """The child: parse until the parent closes its end, which happens too when the parent is killed."""
    from parsers import parse_all

    parents.close()  # inherited by fork: while it is open here, the end of the parent would go unseen
    while True:
        try:
            payload, name, url = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(parse_all(payload, name=name, url=url))
        except ImportError as error:
            pipe.send(error)
        except Exception as error:
            pipe.send(f"The parser failed on this document: {type(error).__name__}: {error}")
