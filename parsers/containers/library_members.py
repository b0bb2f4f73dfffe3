"""Members of RAR and 7z archives, with libarchive: a library of the system that is called in this process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parsers.containers.member import MOST_ENTRIES, Allowance, Member
from parsers.document import UnreadableError
from parsers.sniff import RAR

_RAR_5 = b"Rar!\x1a\x07\x01\x00"
_CHUNK = 2**18


def read_members(payload: bytes, media_type: str, allowance: Allowance) -> Iterator[Member]:
    """Its files as they are packed.

    Raises UnreadableError where the library is missing or the archive cannot be followed any further; the members
    before that have been given.
    """
    library = _library()
    kind = ("rar5" if payload.startswith(_RAR_5) else "rar") if media_type == RAR else "7zip"
    try:
        with library.memory_reader(payload, format_name=kind, filter_name="none") as archive:
            for number, entry in enumerate(archive):
                if number >= MOST_ENTRIES:
                    raise UnreadableError(f"too large: the archive has more than {MOST_ENTRIES} members")
                if entry.isreg:
                    yield _read(library, entry, allowance)
    except library.ArchiveError as error:
        raise UnreadableError(_reason(error, "the archive was cut off or cannot be followed to its end")) from error


def _read(library: Any, entry: Any, allowance: Allowance) -> Member:
    path = str(entry.pathname)
    try:
        return Member(path, allowance.gather(entry.get_blocks(_CHUNK)))
    except UnreadableError as error:
        return Member(path, None, str(error))
    except library.ArchiveError as error:
        return Member(path, None, _reason(error, "it cannot be unpacked"))


def _reason(error: Any, otherwise: str) -> str:
    """The library tells what went wrong in words of its own only."""
    said = str(error.msg).lower()
    if "encrypt" in said or "passphrase" in said:
        return "encrypted: needs a password"
    if "unsupported" in said or "unavailable" in said:
        return f"no reader: packed in a way that libarchive does not know ({' '.join(str(error.msg).split())})"
    return f"damaged: {otherwise}"


def _library() -> Any:
    try:
        import libarchive
    except (
        ImportError,
        OSError,
        AttributeError,
        TypeError,
    ) as error:  # what its binding fails with where it is missing
        raise UnreadableError("needs libarchive: the file is a RAR or 7z archive") from error
    return libarchive
