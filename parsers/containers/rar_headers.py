"""What the headers of a RAR archive say of its members and libarchive does not: checksums, and passwords of RAR 5."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from parsers.containers.member import MOST_ENTRIES

RAR_5 = b"Rar!\x1a\x07\x01\x00"
_RAR_4_START = 7
_MOST_HEADERS = 4 * MOST_ENTRIES
_RAR_4_FILE, _RAR_4_END, _DATA_FOLLOWS, _LARGE, _PASSWORD = 0x74, 0x7B, 0x8000, 0x0100, 0x0004
_RAR_5_FILE, _RAR_5_END, _EXTRA, _DATA, _TIME, _CHECKSUM = 2, 5, 0x1, 0x2, 0x2, 0x4
_ENCRYPTION = 1


class Header(NamedTuple):
    """``checksum``: the CRC-32 of the unpacked bytes, None where another kind is kept."""

    checksum: int | None
    encrypted: bool


def read_headers(payload: bytes) -> list[Header]:
    """Those of all entries (folders too) in order, as far as they can be followed.

    Sources: the header tables of technote.txt (RAR 2 to 4) and of "RAR 5.0 archive format".
    """
    walk = _walk_5 if payload.startswith(RAR_5) else _walk_4
    found = []
    try:
        for header in walk(payload):
            found.append(header)
    except (struct.error, IndexError):  # cut off
        pass
    return found


def _walk_4(payload: bytes) -> Iterator[Header]:
    at = _RAR_4_START
    for _ in range(_MOST_HEADERS):
        kind, flags, size = struct.unpack_from("<BHH", payload, at + 2)
        if kind == _RAR_4_END or size < _RAR_4_START:
            return
        data = struct.unpack_from("<I", payload, at + 7)[0] if flags & _DATA_FOLLOWS else 0
        if kind == _RAR_4_FILE:
            if flags & _LARGE:
                data += struct.unpack_from("<I", payload, at + 32)[0] << 32
            yield Header(struct.unpack_from("<I", payload, at + 16)[0], bool(flags & _PASSWORD))
        at += size + data


def _walk_5(payload: bytes) -> Iterator[Header]:
    at = len(RAR_5)
    for _ in range(_MOST_HEADERS):
        size, start = _number(payload, at + 4)
        kind, here = _number(payload, start)
        flags, here = _number(payload, here)
        if kind == _RAR_5_END or not size:
            return
        extra = data = 0
        if flags & _EXTRA:
            extra, here = _number(payload, here)
        if flags & _DATA:
            data, here = _number(payload, here)
        if kind == _RAR_5_FILE:
            end = start + size
            yield Header(_checksum_5(payload, here), _is_encrypted(payload, max(end - extra, here), end))
        at = start + size + data


def _checksum_5(payload: bytes, here: int) -> int | None:
    flags, here = _number(payload, here)
    for _ in ("size", "attributes"):
        _, here = _number(payload, here)
    if not flags & _CHECKSUM:
        return None
    return int(struct.unpack_from("<I", payload, here + (4 if flags & _TIME else 0))[0])


def _is_encrypted(payload: bytes, at: int, end: int) -> bool:
    """Whether one of the extra records of a header is that of encryption."""
    while at < end:
        size, here = _number(payload, at)
        if _number(payload, here)[0] == _ENCRYPTION:
            return True
        at = here + size
    return False


def _number(payload: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where the next begins."""
    value = shift = 0
    while payload[at] & 0x80:
        value |= (payload[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if shift > 63:
            raise IndexError
    return value | payload[at] << shift, at + 1
