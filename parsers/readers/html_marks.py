"""What the elements of a table say beside the text in them: notes, what is struck out, and what stands in fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import cast

from lxml import etree

from parsers.readers.html_text import put, text_of
from parsers.readers.marks import spell_raised, spell_struck

#: the elements that are looked for
RAISED, STRUCK, FIELDS = ("sup", "sub"), ("del", "s", "strike"), ("input",)
#: types of fields whose value shows as text
_SHOWN = ("", "text", "number", "tel", "search")
_LINE_THROUGH = "line-through"
_GROUPS = ("tr", "thead", "tbody", "tfoot", "table")
_styled = cast("Callable[[etree._Element], list[etree._Element]]", etree.XPath("descendant::*[@style]"))


def spell_out(
    named: Mapping[str, Sequence[etree._Element]], container: etree._Element, source: bytes, hidden: Set[etree._Element]
) -> None:
    """Put into the text of tables what their elements say.

    ``named`` holds the elements of a page by name, ``source`` is what its tree was made of; ``hidden`` ones are empty.
    """
    for element in _in_tables(named, *FIELDS):
        if element not in hidden and element.get("type", "").lower() in _SHOWN:
            put(element, element.get("value", ""), element.tail)
    for element in _in_tables(named, *RAISED):
        _replace(element, spell_raised)
    struck = {name: named[name] for name in STRUCK}
    if _LINE_THROUGH.encode() in source:
        styled = (each for each in _styled(container) if each.tag not in _GROUPS)
        struck["style"] = [each for each in styled if _LINE_THROUGH in each.get("style", "")]
    for element in _in_tables(struck, *struck):
        _replace(element, spell_struck)


def _in_tables(named: Mapping[str, Sequence[etree._Element]], *names: str) -> Iterator[etree._Element]:
    for name in names:
        yield from (each for each in named[name] if next(each.iterancestors("table"), None) is not None)


def _replace(element: etree._Element, spell: Callable[[str], str]) -> None:
    text = text_of(element)
    if (spelt := spell(text)) != text:
        del element[:]
        put(element, spelt, element.tail)
