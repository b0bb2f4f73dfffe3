"""Which styles of a Word document make headings, and which hide or mark their text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from parsers.readers.docx_marks import Mark, said_by
from parsers.readers.docx_names import OUTLINE_LEVEL, PARAGRAPH_FORMAT, RUN_FORMAT, VALUE, main_name
from parsers.readers.docx_pale import SHADING, is_shading

_STYLE, _ID, _NAME, _BASE = (main_name(local) for local in ("style", "styleId", "name", "basedOn"))
_HEADING_NAMES = ("heading", "title", "标题")
_BODY_LEVEL = "9"  #: outline levels 0 to 8 are headings'


@dataclass(frozen=True, slots=True)
class Styles:
    """Style ids; ``shaded``: of tables with a colour behind their text; ``marks`` of those that have any."""

    headings: frozenset[str] = frozenset()
    shaded: frozenset[str] = frozenset()
    marks: Mapping[str, Mark] = field(default_factory=dict)


def is_heading_level(formats: etree._Element) -> bool | None:
    """What the outline level of a paragraph's or style's format says; None when there is none."""
    level = formats.find(OUTLINE_LEVEL)
    return None if level is None else level.get(VALUE, _BODY_LEVEL) != _BODY_LEVEL


def read_styles(root: etree._Element) -> Styles:
    """The styles of a ``w:styles`` element; a style is what the one it is based on is, if it says nothing itself."""
    bases: dict[str, str] = {}
    heading: dict[str, bool] = {}
    marked: dict[Mark, dict[str, bool]] = {mark: {} for mark in Mark}
    for style in root.iterchildren(_STYLE):
        name = style.get(_ID, "")
        for child in style:
            if child.tag == _NAME and child.get(VALUE, "").lower().startswith(_HEADING_NAMES):
                heading[name] = True
            elif child.tag == _BASE:
                bases[name] = child.get(VALUE, "")
            elif child.tag == PARAGRAPH_FORMAT:
                level = is_heading_level(child)
                if level is not None:
                    heading[name] = level
            elif child.tag == RUN_FORMAT:
                for mark, on in said_by(child).items():
                    marked[mark][name] = on
    shaded = dict.fromkeys(
        (style.get(_ID, "") for style in root.iterchildren(_STYLE) if any(map(is_shading, style.iter(SHADING)))), True
    )
    names = bases.keys() | heading.keys() | shaded.keys() | {name for said in marked.values() for name in said}
    marks: dict[str, Mark] = {}
    for mark, said in marked.items():
        for name in _true(names, said, bases) if said else ():
            marks[name] = marks.get(name, Mark.NONE) | mark
    return Styles(_true(names, heading, bases), _true(names, shaded, bases), marks)


def _true(names: set[str], said: dict[str, bool], bases: dict[str, str]) -> frozenset[str]:
    return frozenset(name for name in names if _holds(name, said, bases))


def _holds(name: str, said: dict[str, bool], bases: dict[str, str]) -> bool:
    passed: set[str] = set()
    while name not in said and name in bases and name not in passed:
        passed.add(name)
        name = bases[name]
    return said.get(name, False)
