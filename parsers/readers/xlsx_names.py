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


def to_transitional(data: bytes) -> bytes:
    """The same part with the names of the transitional kind."""
    return data.replace(_STRICT, _TRANSITIONAL).replace(_STRICT_OFFICE, _OFFICE)


def is_on(value: str | None) -> bool:
    """A boolean attribute or value; absent is off."""
    return value in ("1", "true", "on")


def whole_number(value: str | None, otherwise: int) -> int:
    """A number of up to nine digits; anything else is ``otherwise``."""
    return int(value) if value is not None and re.fullmatch(r"[0-9]{1,9}", value) else otherwise


def is_struck(font: etree._Element) -> bool:
    """Whether a font strikes its text out."""
    struck = font.find(f"{MAIN}strike")
    return struck is not None and is_on(struck.get("val", "1"))
