"""A file in an archive, and what all members of an archive may cost together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from parsers.document import UnreadableError
from parsers.readers.limits import LARGEST_FILE

#: members of an archive that are looked at
MOST_ENTRIES = 5000
#: bytes of all members of an archive, inflated, those of the archives in it too
LARGEST_INFLATED = 256 * 2**20
#: documents shrink 2 to 40 times; an archive or a member beyond this is made to burst
LARGEST_RATIO = 150
#: an archive, and a member, that inflates to no more than this is harmless at any ratio
HARMLESS, HARMLESS_MEMBER = 16 * 2**20, 2**20
LONGEST_PATH = 400  #: characters of a path that are kept


class Member(NamedTuple):
    """``path`` is as the archive gives it. Where ``payload`` is None, ``refused`` says why it could not be had."""

    path: str
    payload: bytes | None
    refused: str = ""


class SpentError(Exception):
    """What an archive may cost is used up; says so. Nothing more of it is unpacked."""


@dataclass(slots=True)
class Allowance:
    """The bytes that may still be unpacked, counted while they are: what an archive declares is not believed."""

    left: int

    @classmethod
    def of(cls, size: int) -> Allowance:
        """For an archive of so many bytes."""
        return cls(min(LARGEST_INFLATED, max(HARMLESS, LARGEST_RATIO * size)))

    def take(self, count: int) -> None:
        """Bytes were unpacked. Raises SpentError when there were more than are left."""
        self.left -= count
        if self.left < 0:
            raise SpentError("too large: the archive unpacks to more than is read of one; the rest was left unread")

    def gather(self, chunks: Iterable[bytes], most: int = LARGEST_FILE) -> bytes:
        """Their bytes together. Raises UnreadableError for a member of more than ``most`` bytes, and SpentError."""
        pieces, size = [], 0
        for chunk in chunks:
            self.take(len(chunk))
            size += len(chunk)
            if size > most:
                raise UnreadableError(f"too large: the file has more than {most} bytes unpacked")
            pieces.append(chunk)
        return b"".join(pieces)


def decode_path(path: bytes) -> str:
    """A path that does not say its encoding: that of whoever packed it, GBK on a Chinese Windows, UTF-8 elsewhere.

    Short names in GBK may be valid UTF-8 too, and then have nothing but accents, Greek or Cyrillic (U+0080 to U+07FF).
    """
    try:
        text = path.decode()
    except UnicodeDecodeError:
        return path.decode("gb18030", "replace")
    foreign = [each for each in text if each > "\x7f"]
    if not foreign or max(foreign) > "\u07ff":
        return text
    try:
        return path.decode("gb18030")
    except UnicodeDecodeError:
        return text


def clean_path(path: str) -> str:
    """A path as text that any database and terminal takes: slashes forward, nothing unprintable."""
    return "".join(each if each.isprintable() else "\ufffd" for each in path.replace("\\", "/"))[:LONGEST_PATH]
