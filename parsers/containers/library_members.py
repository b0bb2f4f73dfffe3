"""Members of RAR and 7z archives, with libarchive: a library of the system that is called in this process."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import create_string_buffer
from typing import Any

from parsers.containers.member import MOST_ENTRIES, Allowance, Member, decode_path
from parsers.document import UnreadableError
from parsers.sniff import RAR

_RAR_5 = b"Rar!\x1a\x07\x01\x00"
_ENCRYPTED = "encrypted: needs a password"
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
            for number, entry in enumerate(archive, start=1):
                if number > MOST_ENTRIES:
                    raise UnreadableError(f"too large: the archive has more than {MOST_ENTRIES} members")
                if not entry.isdir and not entry.issym:
                    yield _read(library, entry, number, allowance)
    except library.ArchiveError as error:
        raise UnreadableError(_reason(error, "the archive was cut off or cannot be followed to its end")) from error


def _read(library: Any, entry: Any, number: int, allowance: Allowance) -> Member:
    call, handle = library.ffi.ffi, [library.ffi.c_archive_entry_p]
    in_unicode = call("entry_pathname_utf8", handle, library.ffi.c_char_p)(entry._entry_p)
    as_packed = library.ffi.entry_pathname(entry._entry_p)
    path = decode_path(in_unicode or as_packed or b"member %d" % number)
    # Of a file with a password the library may give the bytes as they are.
    if call("entry_is_data_encrypted", handle, library.ffi.c_int)(entry._entry_p):
        return Member(path, None, _ENCRYPTED)
    try:
        return Member(path, allowance.gather(_chunks(library, entry)))
    except UnreadableError as error:
        return Member(path, None, str(error))
    except library.ArchiveError as error:
        return Member(path, None, _reason(error, "it cannot be unpacked"))


def _chunks(library: Any, entry: Any) -> Iterator[bytes]:
    """The binding's own loop takes a warning, which is a negative count, for bytes."""
    buffer = create_string_buffer(_CHUNK)
    while (count := library.ffi.read_data(entry._archive_p, buffer, _CHUNK)) > 0:
        yield buffer.raw[:count]
    if count < 0:
        raise UnreadableError("damaged: it cannot be unpacked")


def _reason(error: Any, otherwise: str) -> str:
    """The library tells what went wrong in words of its own only."""
    said = str(error.msg).lower()
    if "encrypt" in said or "passphrase" in said:
        return _ENCRYPTED
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
