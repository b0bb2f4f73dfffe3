"""Names and simple values of spreadsheet XML, of its transitional and its strict kind."""

from __future__ import annotations

import re

from lxml import etree

_TRANSITIONAL = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_STRICT_OFFICE = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
MAIN = f"{{{_TRANSITIONAL.decode()}}}"
RELATION_ID = f"{{{_OFFICE.decode()}}}id"
_PHONETIC = f"{MAIN}rPh"
_TEXT = f"{MAIN}t"
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


def text_of(item: etree._Element) -> str:
    """The text of a string with all its runs, without the reading aid that may stand above."""
    texts = (each.text or "" for each in item.iter(_TEXT) if next(each.iterancestors(_PHONETIC), None) is None)
    text = "".join(texts)
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")
