"""Old office files (OLE) of one stream, and OpenDocument texts, for tests."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

from xlwt.CompoundDoc import XlsDoc

from parsers.sniff import ODT

NAME_LENGTH_AT = 64  # in a directory entry ([MS-CFB] 2.6.1)
ENCRYPTED = 0x0100


def ole_file(name: str, content: bytes) -> bytes:
    """An OLE file of one stream."""
    stream = BytesIO()
    XlsDoc().save(stream, content)
    made = stream.getvalue()
    at = made.index("Workbook".encode("utf-16-le"))
    entry = name.encode("utf-16-le").ljust(NAME_LENGTH_AT, b"\0") + struct.pack("<H", 2 * len(name) + 2)
    return made[:at] + entry + made[at + len(entry) :]


def word_head(flags: int = 0) -> bytes:
    """What a WordDocument stream begins with: magic, version, language and these flags ([MS-DOC] 2.5.2)."""
    return struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x0804, 0, flags) + bytes(9000)


def odt_file(text: str) -> bytes:
    """An OpenDocument text of this ``office:text`` content, in the prefixes office, text, draw, svg, xlink."""
    prefixes = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"' for short, long in prefixes.items()
    )
    head = f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
    body = f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    entries = f'<m:file-entry m:full-path="/" m:media-type="{ODT}"/>'
    entries += '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", ODT, zipfile.ZIP_STORED)
        package.writestr("content.xml", head + body)
        listed = f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}</m:manifest>'
        package.writestr("META-INF/manifest.xml", listed)
    return stream.getvalue()
