"""Members of a ZIP archive, with the standard library."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from lzma import LZMAError

from parsers.containers.member import (
    HARMLESS_MEMBER,
    LARGEST_RATIO,
    MOST_ENTRIES,
    Allowance,
    Member,
    decode_path,
)
from parsers.document import UnreadableError
from parsers.readers.limits import LARGEST_FILE

_ENTRY = b"PK\x01\x02"
_ENCRYPTED, _UTF_8 = 0x1, 0x800  #: flags of an entry (APPNOTE 4.4.4)
_CHUNK = 2**18
_DAMAGES = (zipfile.BadZipFile, zlib.error, LZMAError, struct.error, EOFError, OSError, ValueError)


def read_members(payload: bytes, allowance: Allowance) -> Iterator[Member]:
    """Its files in the order of its directory. Raises UnreadableError for bytes that are no whole archive."""
    # Entries are counted before the directory is read, which takes its time over a million of them.
    if payload.count(_ENTRY) > MOST_ENTRIES:
        raise UnreadableError(f"too large: the archive has more than {MOST_ENTRIES} members")
    try:
        archive = zipfile.ZipFile(BytesIO(payload))
    except (*_DAMAGES, NotImplementedError) as error:
        raise UnreadableError("damaged: the archive was cut off or is no ZIP file") from error
    for entry in archive.infolist():
        path = _path(entry)
        if not path.endswith("/"):
            yield _read(archive, entry, path, allowance)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, allowance: Allowance) -> Member:
    if entry.flag_bits & _ENCRYPTED:
        return Member(path, None, "encrypted: needs a password")
    most = min(LARGEST_FILE, max(HARMLESS_MEMBER, LARGEST_RATIO * entry.compress_size))
    try:
        with archive.open(entry) as stream:
            return Member(path, allowance.gather(iter(partial(stream.read, _CHUNK), b""), most))
    except UnreadableError as error:
        return Member(path, None, str(error))
    except NotImplementedError:
        return Member(path, None, f"damaged: packed by method {entry.compress_type}, which is not known here")
    except _DAMAGES:
        return Member(path, None, "damaged: it cannot be unpacked")


def _path(entry: zipfile.ZipInfo) -> str:
    """The path; without the flag of UTF-8 zipfile has taken its bytes for code page 437."""
    return entry.filename if entry.flag_bits & _UTF_8 else decode_path(entry.filename.encode("cp437", "replace"))
