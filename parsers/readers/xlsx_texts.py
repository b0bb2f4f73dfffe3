"""Texts of a workbook with their runs, as they show on what lies behind them."""

from __future__ import annotations

import re

from lxml import etree

from parsers.readers.colours import WHITE, Colour, blends
from parsers.readers.marks import SpeltRun, spell_runs
from parsers.readers.xlsx_colours import ink_of
from parsers.readers.xlsx_names import MAIN, is_struck

_PHONETIC = f"{MAIN}rPh"
_TEXT = f"{MAIN}t"
_FORMAT = f"{MAIN}rPr"
_COLOUR = f".//{MAIN}color"
#: characters that XML cannot hold, or not at the end of a line
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedTexts:
    """The texts that cells refer to by number. Most show alike on any ground; the others are kept to be asked."""

    def __init__(self, root: etree._Element | None) -> None:
        items = [] if root is None else root.findall(f"{MAIN}si")
        self._plain = [text_of(item, WHITE) for item in items]
        self._coloured = {number: item for number, item in enumerate(items) if item.find(_COLOUR) is not None}

    def text(self, number: int, ground: Colour) -> str | None:
        """None for a number that no text has."""
        if ground != WHITE and number in self._coloured:
            return text_of(self._coloured[number], ground)
        return self._plain[number] if 0 <= number < len(self._plain) else None


def text_of(item: etree._Element, ground: Colour) -> str:
    """The text of a string with all its runs, without the reading aid that may stand above.

    What a run strikes out, or sets above or below the line beside other text, is spelt so; figures in the colour of
    their ``ground`` as struck out.
    """
    shown = [each for each in item.iter(_TEXT) if next(each.iterancestors(_PHONETIC), None) is None]
    text = spell_runs([_spelt(each, ground) for each in shown])
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _spelt(element: etree._Element, ground: Colour) -> SpeltRun:
    text, run = element.text or "", element.getparent()
    formats = None if run is None else run.find(_FORMAT)
    if formats is None:
        return SpeltRun(text)
    raised = formats.find(f"{MAIN}vertAlign")
    return SpeltRun(
        text,
        raised=raised is not None and raised.get("val") in ("superscript", "subscript"),
        struck=is_struck(formats) or (any(map(str.isdigit, text)) and blends(ink_of(formats), ground)),
    )
