"""What the elements of a page look like, by their own styles and by the page's style sheets: hidden, raised, struck."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, cast

from lxml import etree

from parsers.readers.html_sheets import styled_by
from parsers.readers.html_styles import TELLING, Declared, Look, declared_in, has_background, look_of, overlaid

_CELLS = ("td", "th")
_styles, _hidden_by_attribute = (
    cast("Callable[[etree._Element], list[str]]", etree.XPath(f"descendant::*/@{name}", smart_strings=False))
    for name in ("style", "hidden")
)
_styled = cast("Callable[[etree._Element], list[etree._Element]]", etree.XPath("descendant::*[@style or @hidden]"))
_NONE: Mapping[etree._Element, frozenset[etree._Element]] = MappingProxyType({})


class Looks(NamedTuple):
    """Elements by how they show.

    ``faded``: such as hide their text, each with the elements below that show all the same.
    ``declared``: what styles set for each element that was looked at.
    """

    hidden: frozenset[etree._Element] = frozenset()
    faded: Mapping[etree._Element, frozenset[etree._Element]] = _NONE
    raised: Sequence[etree._Element] = ()
    struck: Sequence[etree._Element] = ()
    white: Sequence[etree._Element] = ()
    declared: Mapping[etree._Element, Declared] = MappingProxyType({})


def looks_in(
    container: etree._Element, sheets: Iterable[etree._Element] = (), grids: Sequence[etree._Element] = ()
) -> Looks:
    """How the elements below an element show.

    ``sheets`` are the ``style`` elements of its page, and ``grids`` its tables of data: these no sheet hides.
    Raises UnreadableError for sheets that take too long.
    """
    # Strings of attributes are had in a tenth of the time that their elements take, and most pages stop here.
    telling = set(filter(TELLING.search, set(_styles(container))))
    declared = styled_by(sheets, container)
    if not telling and not declared and not _hidden_by_attribute(container):
        return Looks()
    by_sheet = {element for element, said in declared.items() if look_of(said)}
    hidden = set()
    for element in _styled(container):
        style = element.get("style", "")
        if style in telling or element in declared:
            declared[element] = overlaid(declared.get(element, {}), declared_in(style))
        if element.get("hidden") is not None and element.tag != "input":
            hidden.add(element)
    found: dict[Look, list[etree._Element]] = {look: [] for look in Look}
    faded = {}
    for element, said in declared.items():
        look = look_of(said)
        for each in look:
            found[each].append(element)
        if element.tag == "input" or not look & (Look.HIDDEN | Look.FADED | Look.TINY):
            continue
        if not look & Look.HIDDEN and (again := _shown_again(element, look, declared)) is not None:
            faded[element] = again
        else:
            hidden.add(element)
    # What sheets hide with a table in it, a script or a rule that is not followed here shows.
    around = {each for grid in grids for each in (grid, *grid.iterancestors())}.intersection(by_sheet)
    if around:
        around -= set(_hiding_themselves(container))
        hidden -= around
        faded = {element: again for element, again in faded.items() if element not in around}
    return Looks(frozenset(hidden), faded, found[Look.RAISED], found[Look.STRUCK], found[Look.WHITE], declared)


def _hiding_themselves(container: etree._Element) -> Iterable[etree._Element]:
    """The elements that hide by their own style or attribute."""
    unseen = Look.HIDDEN | Look.FADED | Look.TINY
    return (
        each
        for each in _styled(container)
        if each.get("hidden") is not None or look_of(declared_in(each.get("style", ""))) & unseen
    )


def _shown_again(
    element: etree._Element, look: Look, declared: Mapping[etree._Element, Declared]
) -> frozenset[etree._Element] | None:
    """The elements that show inside one that does not; None where none does."""
    if look & Look.FADED:
        name, unseen = "visibility", Look.FADED
    elif element.tag in _CELLS or next(element.iterancestors(*_CELLS), None) is not None:
        name, unseen = "font-size", Look.TINY
    else:  # closes the gaps between the blocks of a page
        return frozenset(element)
    again = set()
    for below in element.iterdescendants("*"):
        said = declared.get(below) or declared_in(below.get("style", ""))
        sized = name == "font-size" and (below.get("class") is not None or below.get("size") is not None)
        if (name in said and not look_of(said) & unseen) or (sized and name not in said):
            again.add(below)
    return frozenset(again) or None


def is_on_white(element: etree._Element, declared: Mapping[etree._Element, Declared], *, classed: bool) -> bool:
    """Whether nothing in its table lies behind an element; with ``classed``, what has a class may have a colour."""
    for each in (element, *element.iterancestors()):
        said = declared.get(each) or declared_in(each.get("style", ""))
        if has_background(said) or any(each.get(name) is not None for name in ("bgcolor", "background")):
            return False
        if classed and each is not element and each.get("class") is not None:
            return False
        if each.tag == "table":
            break
    return True
