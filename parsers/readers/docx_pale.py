"""Figures of a Word document in the colour of the paper, which nobody sees."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import islice

from lxml import etree

from parsers.readers.colours import WHITE, blends, from_hex
from parsers.readers.docx_names import PARAGRAPH_FORMAT, RUN_FORMAT, TABLE, TEXT, VALUE, main_name
from parsers.values import is_number

COLOUR, SHADING, HIGHLIGHT, TABLE_STYLE = (main_name(local) for local in ("color", "shd", "highlight", "tblStyle"))
_THEME_COLOUR, _FILL, _THEME_FILL = (main_name(local) for local in ("themeColor", "fill", "themeFill"))
_FORMATS = {RUN_FORMAT, PARAGRAPH_FORMAT, main_name("tcPr"), main_name("tblPr")}
_PAPER = ("background1", "light1")


def pale_runs(root: etree._Element, shaded: Set[str]) -> Iterator[etree._Element]:
    """The runs in tables that hold a number in white on no colour; ``shaded``: styles of tables that have one."""
    for colour in root.iter(COLOUR):
        formats = colour.getparent()
        run = None if formats is None or formats.tag != RUN_FORMAT else formats.getparent()
        if run is None or not _is_pale(colour) or not is_number("".join(text.text or "" for text in run.iter(TEXT))):
            continue
        table = next(run.iterancestors(TABLE), None)
        if table is not None and _is_on_white(run, table, shaded):
            yield run


def is_shading(element: etree._Element) -> bool:
    """Whether a ``w:shd`` lays a colour behind what it is said of."""
    if element.get(_THEME_FILL, "none") not in ("none", *_PAPER):
        return True
    fill = element.get(_FILL, "auto")
    patterned = element.get(VALUE, "clear") not in ("clear", "nil")
    return patterned or (fill != "auto" and not blends(from_hex(fill), WHITE))


def _is_pale(colour: etree._Element) -> bool:
    return colour.get(_THEME_COLOUR) in _PAPER or blends(from_hex(colour.get(VALUE, "auto")), WHITE)


def _is_on_white(run: etree._Element, table: etree._Element, shaded: Set[str]) -> bool:
    for holder in (run, *run.iterancestors()):
        for formats in (each for each in islice(holder, 2) if each.tag in _FORMATS):
            if formats.find(HIGHLIGHT) is not None or any(map(is_shading, formats.iterchildren(SHADING))):
                return False
            if any(style.get(VALUE) in shaded for style in formats.iterchildren(TABLE_STYLE)):
                return False
        if holder is table:
            break
    return True
