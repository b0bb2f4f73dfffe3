"""Numbers that Word sets before paragraphs by itself (一、 （二） 3.): they stand in no text, only in a list's levels.

Numbers that only a style asks for are left out, and so are those in formats that are not Chinese or Arabic numerals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from parsers.readers.docx_names import LIST_ITEM, VALUE, main_name, whole_number

_LIST, _LEVEL, _INSTANCE = (main_name(local) for local in ("abstractNum", "lvl", "num"))
_LIST_ID, _LEVEL_NUMBER, _INSTANCE_ID = (main_name(local) for local in ("abstractNumId", "ilvl", "numId"))
_START, _FORMAT, _TEXT = (main_name(local) for local in ("start", "numFmt", "lvlText"))
_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"))
_ARABIC = "decimal"
_LARGEST = 99


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str  #: with %1 for the number of the first level, %2 for that of the second


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted; paragraphs must come in document order."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    instances: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next_number(self, formats: etree._Element | None) -> str:
        """What stands before a paragraph of these formats (``w:pPr``); '' where nothing does or it cannot be told."""
        asked = None if formats is None else formats.find(LIST_ITEM)
        if asked is None:
            return ""
        list_id = self.instances.get(_value(asked, _INSTANCE_ID), "")
        levels, number = self.lists.get(list_id, {}), _number(asked, _LEVEL_NUMBER, 0)
        if number not in levels:
            return ""
        counts = self.counts.setdefault(list_id, {})
        counts[number] = counts.get(number, levels[number].start - 1) + 1
        for deeper in [each for each in counts if each > number]:
            del counts[deeper]
        return self._spell(levels, counts, levels[number].text)

    @staticmethod
    def _spell(levels: dict[int, _Level], counts: dict[int, int], text: str) -> str:
        shown = [int(each) - 1 for each in re.findall(r"%(\d)", text)]
        numerals = {
            each: _numeral(counts.get(each, levels[each].start), levels[each].format)
            for each in shown
            if each in levels
        }
        if not shown or any(not numerals.get(each) for each in shown):
            return ""
        return re.sub(r"%(\d)", lambda match: numerals[int(match[1]) - 1], text)


def read_numbering(root: etree._Element) -> Numbering:
    """The lists of a ``w:numbering`` element."""
    lists = {
        each.get(_LIST_ID, ""): {
            whole_number(level.get(_LEVEL_NUMBER), 0): _Level(
                _number(level, _START, 1), _value(level, _FORMAT), _value(level, _TEXT)
            )
            for level in each.iterchildren(_LEVEL)
        }
        for each in root.iterchildren(_LIST)
    }
    return Numbering(
        lists, {each.get(_INSTANCE_ID, ""): _value(each, _LIST_ID) for each in root.iterchildren(_INSTANCE)}
    )


def _numeral(number: int, kind: str) -> str:
    if kind == _ARABIC:
        return str(number)
    if kind not in _CHINESE or not 1 <= number <= _LARGEST:
        return ""
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(name)
    return "" if child is None else child.get(VALUE, "")


def _number(parent: etree._Element, name: str, otherwise: int) -> int:
    return whole_number(_value(parent, name), otherwise)
