"""What the elements of a table say beside the text in them: notes, what is struck out, fields, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice

from lxml import etree

from parsers.readers.html_looks import Looks, is_on_white
from parsers.readers.html_text import BREAKING, put, text_of
from parsers.readers.marks import PICTURE, spell_raised, spell_struck
from parsers.values import is_number

#: the elements that are looked for
RAISED, STRUCK, FIELDS, PICTURES = ("sup", "sub"), ("del", "s", "strike"), ("input",), ("img",)
#: types of fields whose value shows as text
_SHOWN = ("", "text", "number", "tel", "search")
_CELLS = ("td", "th")
_GROUPS = ("tr", "thead", "tbody", "tfoot", "table")
#: stand on a line of their own, and above or below no other
_BLOCKS = BREAKING.union(_GROUPS, _CELLS)
_THIN = re.compile(r"\s*0*[0-3](?:\.\d*)?\s*(?:p[xt])?\s*", re.IGNORECASE)
_SIZES = re.compile(r"(?:^|[;\s])(?:width|height)\s*:([^;%]*)", re.IGNORECASE)

Named = Mapping[str, Sequence[etree._Element]]


def spell_out(named: Named, looks: Looks, hidden: Set[etree._Element]) -> None:
    """Put into the text of tables what their elements say, and their ``looks``.

    ``named`` holds the elements of a page by name; ``hidden`` ones are empty.
    """
    for element in _in_tables(_of(named, FIELDS)):
        if element not in hidden and element.get("type", "").lower() in _SHOWN:
            put(element, element.get("value", ""), element.tail)
    for element in _in_tables(_of(named, RAISED)):
        _replace(element, spell_raised)
    # A number that a style moves as a whole is no note to anything.
    for elements in _by_cell(each for each in looks.raised if each.tag not in _BLOCKS):
        for element in _in_tables(elements) if _is_beside_text(elements) else ():
            _replace(element, spell_raised)
    for element in _in_tables(_of(named, STRUCK)):
        _replace(element, spell_struck)
    for element in _in_tables(looks.struck):
        for each in [*element.iterdescendants(*_CELLS)] if element.tag in _GROUPS else (element,):
            _replace(each, spell_struck)
    for elements in _by_cell(looks.white):
        classed = not _is_beside_text(elements)
        for element in _in_tables(elements):
            if is_number(text_of(element).strip()) and is_on_white(element, looks.declared, classed=classed):
                _replace(element, spell_struck)


def spell_pictures(named: Named, grids: Collection[etree._Element], hidden: Set[etree._Element]) -> None:
    """Put PICTURE where a picture, as the only content of a cell, stands behind the text of another cell of its row."""
    shown = frozenset(grids)
    rows = dict.fromkeys(row for each in _of(named, PICTURES) for row in islice(each.iterancestors("tr"), 1))
    for row in rows:
        if next(row.iterancestors("table"), None) not in shown:
            continue
        labelled = False
        for cell in row.iterdescendants(*_CELLS):
            if text_of(cell).strip():
                labelled = True
            elif labelled:
                for picture in islice((each for each in cell.iter(*PICTURES) if _is_seen(each, hidden)), 1):
                    put(picture, PICTURE, picture.tail)


def _is_seen(picture: etree._Element, hidden: Set[etree._Element]) -> bool:
    sizes = [picture.get("width", ""), picture.get("height", ""), *_SIZES.findall(picture.get("style", ""))]
    return picture not in hidden and bool(picture.get("src")) and not any(map(_THIN.fullmatch, sizes))


def _of(named: Named, names: Iterable[str]) -> Iterator[etree._Element]:
    return (element for name in names for element in named[name])


def _in_tables(elements: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Asked one by one, because what stands in something that was spelt out is in no table any more."""
    return (each for each in elements if next(each.iterancestors("table"), None) is not None)


def _by_cell(elements: Iterable[etree._Element]) -> list[list[etree._Element]]:
    by_cell: dict[etree._Element, list[etree._Element]] = {}
    for element in elements:
        for cell in islice(element.iterancestors(*_CELLS), 1):
            by_cell.setdefault(cell, []).append(element)
    return [*by_cell.values()]


def _is_beside_text(elements: Sequence[etree._Element]) -> bool:
    """Whether the cell in which these elements stand holds text beside theirs."""
    own = set(elements)
    outermost = [each for each in elements if own.isdisjoint(each.iterancestors())]
    return _length(next(elements[0].iterancestors(*_CELLS))) > sum(map(_length, outermost))


def _length(element: etree._Element) -> int:
    return len("".join(text_of(element).split()))


def _replace(element: etree._Element, spell: Callable[[str], str]) -> None:
    text = text_of(element)
    if (spelt := spell(text)) != text:
        del element[:]
        put(element, spelt, element.tail)
