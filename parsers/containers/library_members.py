"""Members of RAR and 7z archives, with libarchive: a library of the system that is called in this process."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from ctypes import create_string_buffer
from typing import Any

from parsers.containers.member import MOST_ENTRIES, Allowance, Member, decode_path
from parsers.containers.rar_headers import RAR_5, Header, read_headers
from parsers.document import UnreadableError
from parsers.sniff import RAR

_ENCRYPTED = "encrypted: needs a password"
_CHUNK = 2**18


def read_members(payload: bytes, media_type: str, allowance: Allowance) -> Iterator[Member]:
    """Its files as they are packed.

    Raises UnreadableError where the library is missing or the archive cannot be followed any further; the members
    before that have been given.
    """
    library = _library()
    kind = ("rar5" if payload.startswith(RAR_5) else "rar") if media_type == RAR else "7zip"
    headers = read_headers(payload) if media_type == RAR else []
    try:
        with library.memory_reader(payload, format_name=kind, filter_name="none") as archive:
            for number, entry in enumerate(archive, start=1):
                if number > MOST_ENTRIES:
                    raise UnreadableError(f"too large: the archive has more than {MOST_ENTRIES} members")
                header = headers[number - 1] if number <= len(headers) else Header(None, False)
                if not entry.isdir and not entry.issym:
                    yield _read(library, entry, _path(library, entry, number, kind), header, allowance)
    except library.ArchiveError as error:
        raise UnreadableError(_reason(error, "the archive was cut off or cannot be followed to its end")) from error


def _path(library: Any, entry: Any, number: int, kind: str) -> str:
    in_unicode = library.ffi.ffi("entry_pathname_utf8", [library.ffi.c_archive_entry_p], library.ffi.c_char_p)
    path = in_unicode(entry._entry_p) or library.ffi.entry_pathname(entry._entry_p) or b"member %d" % number
    return decode_path(path) if kind == "rar" else str(path.decode("utf-8", "replace"))


def _read(library: Any, entry: Any, path: str, header: Header, allowance: Allowance) -> Member:
    if header.encrypted:  # libarchive would give the bytes as they are
        return Member(path, None, _ENCRYPTED)
    try:
        payload = allowance.gather(_chunks(library, entry))
    except UnreadableError as error:
        return Member(path, None, str(error))
    except library.ArchiveError as error:
        return Member(path, None, _reason(error, "it cannot be unpacked"))
    # libarchive compares the checksums of 7z, not those of RAR.
    if payload and header.checksum is not None and zlib.crc32(payload) != header.checksum:
        return Member(path, None, "damaged: its checksum differs")
    return Member(path, payload)


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
