"""The font that stands in for fonts that a PDF names but does not embed.

A report is read, never drawn: of a font pdfium needs only that each character has ink, for it drops one that has none.
With fonts of the machine a reading would differ from machine to machine, and pages would take longer to load.
The file gives the widths; the letters come from the encoding; so one box for all is enough.
"""

from __future__ import annotations

import ctypes
import struct
from typing import Any

import pypdfium2

_EM = 1000
_ASCENT, _DESCENT = 880, -120  # as Chinese fonts have them
_WIDTH, _HEIGHT = 200, 700  #: the ink; narrower than any character, because pdfium widens a character to its ink
_HANDLE = 1
#: The standard fonts, whose widths a file need not give (PDF 1.7, 9.6.2.2): pdfium has them in itself
_STANDARD = (b"Helvetica", b"Arial", b"Times", b"Courier", b"Symbol", b"ZapfDingbats")
_WHOLE_FILE = 0  # what pdfium asks for by table tag


def install() -> None:
    """Makes pdfium take the box for missing fonts from now on, instead of the machine's fonts."""
    if pypdfium2.PdfSysfontBase.SINGLETON is None:
        _BoxFont().setup()


class _BoxFont(pypdfium2.PdfSysfontBase):  # type: ignore[misc]
    """pdfium's callbacks for fonts (names are pdfium's); those not defined here are never reached with our handle."""

    def EnumFonts(self, _: Any, mapper: Any) -> None:  # noqa: N802
        """Names no fonts."""

    def MapFont(  # noqa: N802
        self, _: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any
    ) -> int | None:
        name = ctypes.string_at(face)
        return None if name.startswith(_STANDARD) and b"Unicode" not in name else _HANDLE

    def GetFont(self, _: Any, face: Any) -> int:  # noqa: N802
        return _HANDLE

    def GetFontData(self, _: Any, font: int, table: int, buffer: Any, size: int) -> int:  # noqa: N802
        if table != _WHOLE_FILE:
            return 0
        if buffer and size >= len(_FONT):
            ctypes.memmove(buffer, _FONT, len(_FONT))
        return len(_FONT)

    def GetFaceName(self, _: Any, font: int, buffer: Any, size: int) -> int:  # noqa: N802
        return 0

    def GetFontCharset(self, _: Any, font: int) -> int:  # noqa: N802
        return 0

    def DeleteFont(self, _: Any, font: int) -> None:  # noqa: N802
        """Nothing was allocated."""


def _box_font() -> bytes:
    """A TrueType font that shows each character as the same box (tables as in OpenType 1.9, chapter 5).

    The box is glyph 1: pdfium gives glyph 0, which stands for a character that the font has not, no ink.
    """
    corners = struct.pack(">5h", 1, 0, 0, _WIDTH, _HEIGHT)
    outline = struct.pack(
        ">2H4B", 3, 0, 1, 1, 1, 1
    )  # one contour that ends at point 3, no program, points on the curve
    deltas = struct.pack(">8h", 0, _WIDTH, 0, -_WIDTH, 0, 0, _HEIGHT, 0)
    glyph = corners + outline + deltas
    tables = {
        b"cmap": struct.pack(">4HI", 0, 1, 3, 10, 12) + struct.pack(">2H6I", 13, 0, 28, 0, 1, 0, 0x10FFFF, 1),
        b"glyf": glyph,
        b"head": struct.pack(
            ">4I2H2q4h2H3h",
            *(0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0, _EM, 0, 0),
            *(0, 0, _WIDTH, _HEIGHT, 0, 8, 2, 1, 0),
        ),
        b"hhea": struct.pack(">I3hH3h3h5hH", 0x00010000, _ASCENT, _DESCENT, 0, _EM, 0, 0, _WIDTH, 1, *(0,) * 7, 1),
        b"hmtx": struct.pack(">Hhh", _EM, 0, 0),
        b"loca": struct.pack(">3I", 0, 0, len(glyph)),
        b"maxp": struct.pack(">I14H", 0x00010000, 2, 4, 1, 0, 0, 1, *(0,) * 8),
    }
    header = struct.pack(">I4H", 0x00010000, len(tables), 64, 2, len(tables) * 16 - 64)
    directory, body = b"", b""
    start = len(header) + 16 * len(tables)
    for tag, table in tables.items():
        directory += struct.pack(">4s3I", tag, 0, start + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return header + directory + body


_FONT = _box_font()
