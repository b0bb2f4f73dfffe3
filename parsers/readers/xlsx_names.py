"""Names and simple values of spreadsheet XML, of its transitional and its strict kind."""

from __future__ import annotations

import re

from lxml import etree

from parsers.readers.marks import spell_raised, spell_struck

_TRANSITIONAL = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_STRICT_OFFICE = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
MAIN = f"{{{_TRANSITIONAL.decode()}}}"
RELATION_ID = f"{{{_OFFICE.decode()}}}id"
_PHONETIC = f"{MAIN}rPh"
_TEXT = f"{MAIN}t"
_FORMAT = f"{MAIN}rPr"
#: characters that XML cannot hold, or not at the end of a line
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def to_transitional(data: bytes) -> bytes:
    """The same part with the names of the transitional kind."""
    return data.replace(_STRICT, _TRANSITIONAL).replace(_STRICT_OFFICE, _OFFICE)


def is_on(value: str | None) -> bool:
    """A boolean attribute or value; absent is off."""
    return value in ("1", "true", "on")


def whole_number(value: str | None, otherwise: int) -> int:
    """A number of up to nine digits; anything else is ``otherwise``."""
    return int(value) if value is not None and re.fullmatch(r"[0-9]{1,9}", value) else otherwise


def _marks_of(run: etree._Element | None) -> tuple[bool, bool]:
    """Whether the format of a run raises (or lowers) its text, and whether it strikes it out."""
    formats = None if run is None else run.find(_FORMAT)
    if formats is None:
        return False, False
    raised = formats.find(f"{MAIN}vertAlign")
    return raised is not None and raised.get("val") in ("superscript", "subscript"), is_struck(formats)


def is_struck(font: etree._Element) -> bool:
    """Whether a font strikes its text out."""
    struck = font.find(f"{MAIN}strike")
    return struck is not None and is_on(struck.get("val", "1"))


def _spelt(text: str, *, raised: bool, struck: bool) -> str:
    if struck:
        return spell_struck(text)
    return spell_raised(text) if raised else text


def text_of(item: etree._Element) -> str:
    """The text of a string with all its runs, without the reading aid that may stand above.

    What a run strikes out, or sets above or below the line beside other text, is spelt so.
    """
    shown = [each for each in item.iter(_TEXT) if next(each.iterancestors(_PHONETIC), None) is None]
    parts = [(each.text or "", *_marks_of(each.getparent())) for each in shown]
    beside = any(text.strip() and not raised for text, raised, _ in parts)
    text = "".join(_spelt(each, raised=raised and beside, struck=struck) for each, raised, struck in parts)
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")
