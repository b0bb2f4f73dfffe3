"""Archives for tests: ZIP with names as Chinese Windows writes them, RAR files whose members are stored as they are."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

RAR_4, RAR_5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"


def zip_file(members: Mapping[str, bytes], *, encoding: str = "utf-8", encrypted: bool = False) -> bytes:
    """Deflated. In another encoding than UTF-8 the names are written without the flag that says UTF-8."""
    stream = BytesIO()
    names = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, payload) in enumerate(members.items()):
            raw = name.encode(encoding)
            names[raw] = b"%04d" % number + b"_" * (len(raw) - 4)
            archive.writestr(name if encoding == "utf-8" else names[raw].decode(), payload)
    made = stream.getvalue()
    if encoding != "utf-8":
        for raw, stand_in in names.items():
            made = made.replace(stand_in, raw)
    if encrypted:  # the flag alone: what follows is not looked at without a password
        for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            start = made.index(magic) + at
            made = made[:start] + b"\x01" + made[start + 1 :]
    return made


def seven_zip_file(members: Mapping[str, bytes]) -> bytes:
    """By libarchive itself, with LZMA."""
    import libarchive

    blocks: list[Any] = []
    with libarchive.custom_writer(lambda data: blocks.append(bytes(data)) or len(data), "7zip") as archive:
        for name, payload in members.items():
            archive.add_file_from_memory(name, len(payload), payload)
    return b"".join(blocks)


def rar_file(members: Mapping[str, bytes], *, encoding: str = "gbk", encrypted: bool = False) -> bytes:
    """Of the kind before version 5; names in the code page of the system."""
    made = RAR_4 + _rar_4_header(0x73, 0, bytes(6))
    for name, payload in members.items():
        raw = name.encode(encoding)
        sizes = struct.pack("<IIBIIBBHI", len(payload), len(payload), 2, zlib.crc32(payload), 0, 20, 0x30, len(raw), 32)
        made += _rar_4_header(0x74, 0x8004 if encrypted else 0x8000, sizes + raw) + payload
    return made + bytes.fromhex("c43d7b00400700")


def _rar_4_header(kind: int, flags: int, content: bytes) -> bytes:
    body = struct.pack("<BHH", kind, flags, 7 + len(content)) + content
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body


def rar_5_file(members: Mapping[str, bytes], *, encrypted: bool = False) -> bytes:
    """Of version 5; names in UTF-8."""
    made = RAR_5 + _rar_5_header(_number(1) + _number(0) + _number(0))
    for name, payload in members.items():
        raw = name.encode()
        # Two records that say more: of no known kind, and that of encryption.
        extra = _number(1) + _number(9) + (_number(1) + _number(1) if encrypted else b"")
        head = (
            _number(2)
            + _number(3)
            + _number(len(extra))
            + _number(len(payload))
            + _number(4)
            + _number(len(payload))
            + _number(32)
        )
        head += struct.pack("<I", zlib.crc32(payload)) + _number(0) + _number(0) + _number(len(raw)) + raw + extra
        made += _rar_5_header(head) + payload
    return made + _rar_5_header(_number(5) + _number(0) + _number(0))


def _rar_5_header(content: bytes) -> bytes:
    body = _number(len(content)) + content
    return struct.pack("<I", zlib.crc32(body)) + body


def _number(value: int) -> bytes:
    """Seven bits a byte, the lowest first; the highest bit says that more follow."""
    pieces = []
    while value > 0x7F:
        pieces.append(0x80 | value & 0x7F)
        value >>= 7
    return bytes((*pieces, value))
