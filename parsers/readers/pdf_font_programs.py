"""Embedded font programs that pdfium need not load, because a reading does not depend on them.

A report is read, never drawn. Where a font's dictionary gives the width and the letters of each of its characters,
its program adds but the shapes, and running it takes pdfium longer than all the rest of the page. LibreOffice writes
such fonts. Without a program pdfium takes the box of ``pdf_fonts``, which also gives all characters of a line one
height: out of a program it takes that of whatever characters the subset has in the places of A and g.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator

_LIBREOFFICE = re.compile(rb"%PDF-1\.\d\r?\n%\xc3\xa4\xc3\xbc\xc3\xb6\xc3\x9f\s")  #: how its files begin
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_DIRECTORY = re.compile(rb"xref\s+0 (\d+)\s*\n")
_ENTRY = 20  #: bytes of each object in the directory: where it stands, its generation, whether it is in use
#: a simple font that ends with its letters, so that it has no encoding which could tell others
_FONT = re.compile(
    rb"\d+ 0 obj\s*<</Type/Font/Subtype/(?:Type1|TrueType)/BaseFont/[^>]*?/FirstChar (\d+)\s*/LastChar (\d+)"
    rb"\s*/Widths\[([\d\s]*)\]\s*/FontDescriptor (\d+) 0 R\s*/ToUnicode (\d+) 0 R\s*>>"
)
#: the program's key in the description of a symbolic font: the codes of others go through an encoding
_PROGRAM = re.compile(rb"\d+ 0 obj\s*<</Type/FontDescriptor[^>]*?/Flags 4\s[^>]*?/(FontFile2?) \d+ 0 R")
_LETTERS = re.compile(rb"\d+ 0 obj\s*<</Length (\d+)/Filter/FlateDecode>>\s*stream\r?\n")
_LETTER = re.compile(rb"<([0-9A-Fa-f]{2})> ?<(?!0+>)[0-9A-Fa-f]{4,}>")
_LARGEST_LETTERS = 64 * 1024  #: bytes; the letters of 256 characters take a tenth


def without_font_programs(payload: bytes) -> bytes:
    """A PDF of LibreOffice's with the keys of such programs renamed, as long as before; any other as it is."""
    if not _LIBREOFFICE.match(payload):
        return payload
    starts = _starts(payload)
    keys = list(_needless(payload, starts))
    if not keys:
        return payload
    lighter = bytearray(payload)
    for key in keys:
        lighter[key : key + 1] = b"-"
    return bytes(lighter)


def _starts(payload: bytes) -> list[int]:
    """Where each object begins; nothing unless one directory says it for all."""
    end = _END.search(payload, len(payload) - 64)
    directory = _DIRECTORY.match(payload, int(end[1])) if end else None
    if directory is None:
        return []
    count, first = int(directory[1]), directory.end()
    last = first + count * _ENTRY
    trailer = payload[last:]
    if not trailer.startswith(b"trailer") or b"/Prev" in trailer or b"/XRefStm" in trailer:
        return []
    entries = (payload[start : start + 10] for start in range(first, last, _ENTRY))
    return [int(entry) if entry.isdigit() else 0 for entry in entries]


def _needless(payload: bytes, starts: list[int]) -> Iterator[int]:
    """Where the key of each program stands that need not be loaded."""
    fonts = [font for start in starts if (font := _FONT.match(payload, start))]
    users = Counter(font[4] for font in fonts)
    for font in fonts:
        first, last, descriptor, letters = (int(font[group]) for group in (1, 2, 4, 5))
        if users[font[4]] > 1 or max(descriptor, letters) >= len(starts):
            continue
        program = _PROGRAM.match(payload, starts[descriptor])
        widths = font[3].split()
        if program is None or len(widths) != last + 1 - first:
            continue
        used = {code for code, width in enumerate(widths, first) if width != b"0"}
        if used <= _lettered(payload, starts[letters]):
            yield program.start(1)


def _lettered(payload: bytes, start: int) -> set[int]:
    """The codes whose letters the object there says; none where it cannot be read."""
    head = _LETTERS.match(payload, start)
    if head is None:
        return set()
    try:
        packed = payload[head.end() : head.end() + int(head[1])]
        table = zlib.decompressobj().decompress(packed, _LARGEST_LETTERS)
    except zlib.error:  # encrypted, or damaged
        return set()
    return set(bytes.fromhex(b"".join(_LETTER.findall(table)).decode()))
