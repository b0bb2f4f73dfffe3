"""How the runs of a Word document show: hidden, struck out, set above or below the line, by formats and by styles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from enum import Flag, auto
from typing import NamedTuple

from lxml import etree

from parsers.readers.docx_names import (
    PARAGRAPH,
    PARAGRAPH_FORMAT,
    POSITION,
    RAISED,
    ROW,
    RUN,
    RUN_FORMAT,
    RUN_STYLE,
    SHOWS_PLACEHOLDER,
    STRUCK,
    STYLE,
    TEXT,
    VALUE,
    VANISH,
    is_on,
    whole_number,
)
from parsers.readers.docx_pale import pale_runs
from parsers.readers.marks import spell_raised, spell_struck

_RAISED = ("superscript", "subscript")
_MOVED_BY = 4  #: half points; word processors move single characters by less, to level them

Spelling = Callable[[str], str]


class Mark(Flag):
    """MOVED is what ``w:position`` sets higher or lower; of a number as a whole it says nothing."""

    NONE = 0
    HIDDEN = auto()
    STRUCK = auto()
    RAISED = auto()
    MOVED = auto()


_SAYING = {VANISH: Mark.HIDDEN, RAISED: Mark.RAISED, POSITION: Mark.MOVED, **dict.fromkeys(STRUCK, Mark.STRUCK)}


class Marks(NamedTuple):
    """The runs that do not show, and how those are spelt that show in another way."""

    hidden: frozenset[etree._Element]
    spelt: Mapping[etree._Element, Spelling]


def said_by(formats: etree._Element) -> dict[Mark, bool]:
    """What a ``w:rPr`` says: which marks are on, and which off."""
    said: dict[Mark, bool] = {}
    for each in formats.iterchildren(*_SAYING):
        mark = _SAYING[each.tag]
        said[mark] = said.get(mark, False) or _holds(each)
    return said


def _holds(element: etree._Element) -> bool:
    if element.tag == RAISED:
        return element.get(VALUE) in _RAISED
    if element.tag == POSITION:
        return whole_number(element.get(VALUE, "").removeprefix("-"), 0) >= _MOVED_BY
    return is_on(element)


def read_marks(root: etree._Element, styles: Mapping[str, Mark], shaded: Set[str]) -> Marks:
    """The marks of all runs of a document; ``styles``: by id, those of the styles that have any.

    ``shaded``: ids of the styles of tables with a colour behind their text.
    """
    marks: dict[etree._Element, Mark] = {}
    if styles:
        for run, mark in _marked_by_style(root, styles):
            marks[run] = marks.get(run, Mark.NONE) | mark
    for formats in {each.getparent(): None for each in root.iter(*_SAYING)}:
        holder = None if formats is None or formats.tag != RUN_FORMAT else formats.getparent()
        if formats is not None and holder is not None:
            for mark, on in said_by(formats).items():
                marks[holder] = marks.get(holder, Mark.NONE) & ~mark | (mark if on else Mark.NONE)
    for run in pale_runs(root, shaded):
        marks[run] = marks.get(run, Mark.NONE) | Mark.STRUCK
    for control in root.iter(SHOWS_PLACEHOLDER):
        for run in _placeholder(control) if is_on(control) else ():
            marks[run] = marks.get(run, Mark.NONE) | Mark.STRUCK
    beside = _beside_text({run for run, mark in marks.items() if mark & Mark.MOVED})
    spelt = {run: _spelling(mark | (Mark.RAISED if run in beside else Mark.NONE)) for run, mark in marks.items()}
    hidden = frozenset(run for run, mark in marks.items() if mark & Mark.HIDDEN)
    return Marks(hidden, {run: spelling for run, spelling in spelt.items() if spelling is not None})


def _marked_by_style(root: etree._Element, styles: Mapping[str, Mark]) -> Iterator[tuple[etree._Element, Mark]]:
    """Runs with the marks that their style or that of their paragraph has.

    A paragraph that is set higher as a whole is no note to anything.
    """
    for style in root.iter(RUN_STYLE, STYLE):
        mark = styles.get(style.get(VALUE, ""), Mark.NONE)
        formats = style.getparent()
        holder = formats.getparent() if mark and formats is not None else None
        if formats is None or holder is None:
            continue
        if style.tag == RUN_STYLE:
            yield holder, mark
        elif formats.tag == PARAGRAPH_FORMAT:
            own = (run for run in holder.iterdescendants(RUN) if next(run.iterancestors(PARAGRAPH)) is holder)
            yield from ((run, mark & (Mark.HIDDEN | Mark.STRUCK)) for run in own)


def _placeholder(control: etree._Element) -> Iterator[etree._Element]:
    """The runs that a control in a table shows as long as nothing was filled in: no number was."""
    formats = control.getparent()
    holder = None if formats is None else formats.getparent()
    if holder is not None and next(holder.iterancestors(ROW), None) is not None:
        yield from holder.iterdescendants(RUN)


def _beside_text(moved: set[etree._Element]) -> set[etree._Element]:
    """Those of the runs that stand beside text which is not moved."""
    paragraphs: dict[etree._Element, list[etree._Element]] = {}
    for run in moved:
        for paragraph in run.iterancestors(PARAGRAPH):
            paragraphs.setdefault(paragraph, []).append(run)
            break
    return {
        run
        for paragraph, runs in paragraphs.items()
        if any((text.text or "").strip() and text.getparent() not in moved for text in paragraph.iterdescendants(TEXT))
        for run in runs
    }


def _spelling(mark: Mark) -> Spelling | None:
    if mark & Mark.STRUCK:
        return spell_struck
    return spell_raised if mark & Mark.RAISED else None
