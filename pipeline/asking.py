"""What a parser process asks of the process that started it, over the pipe that its documents come by.

It may run no programs, and the members of an archive are parsed in another process, so that one which harms its reader
costs none of the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from disclosure.report import Report


class Conversion(NamedTuple):
    """The answer is the bytes of a DOCX file, or a sentence why there are none."""

    payload: bytes
    media_type: str


class MemberOfArchive(NamedTuple):
    """The answer is its reports."""

    payload: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Asking:
    """The outside world of a parser process: a ``parsers.converter.Converter``, and who parses members of archives."""

    pipe: Connection

    def to_docx(self, payload: bytes, media_type: str) -> bytes:
        """Raises UnreadableError."""
        from parsers.document import UnreadableError

        self.pipe.send(Conversion(payload, media_type))
        answer: bytes | str = self.pipe.recv()
        if isinstance(answer, str):
            raise UnreadableError(answer)
        return answer

    def parse_member(self, payload: bytes, name: str) -> list[Report]:
        """The reports of a file in an archive."""
        self.pipe.send(MemberOfArchive(payload, name))
        answer: list[Report] = self.pipe.recv()
        return answer
