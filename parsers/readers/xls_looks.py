"""How the cells of an old workbook show: struck out, set above or below the line, in the colour of what lies behind."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import xlrd

from parsers.readers.colours import BLACK, WHITE, Colour, blends
from parsers.readers.marks import SpeltRun, spell_runs
from parsers.values import is_number

_NO_PATTERN, _SOLID = 0, 1
_AUTOMATIC_INK = 0x7FFF


def as_shown(text: str, style: xlrd.formatting.XF, runs: Sequence[tuple[int, int]], book: xlrd.book.Book) -> str:
    """The text of a cell with what its formats say spelt out.

    ``runs``: where each run begins that has a font of its own, and the number of that font. Raises IndexError for a
    font that the workbook lacks.
    """
    ground = _ground(style, book)
    starts = [(0, style.font_index), *sorted(run for run in runs if run[0] < len(text)), (len(text), 0)]
    parts = [
        _spelt(text[start:end], book.font_list[font], ground, book, alone=not runs)
        for (start, font), (end, _) in pairwise(starts)
        if start < end
    ]
    return spell_runs(parts).replace("\r\n", "\n").strip()


def _spelt(text: str, font: xlrd.formatting.Font, ground: Colour, book: xlrd.book.Book, *, alone: bool) -> SpeltRun:
    """``alone``: the font is that of the whole cell; words in the colour of the ground stay known as a label."""
    figures = is_number(text) if alone else any(map(str.isdigit, text))
    pale = figures and blends(_colour(font.colour_index, BLACK, book), ground)
    return SpeltRun(text, raised=font.escapement in (1, 2), struck=bool(font.struck_out) or pale)


def _ground(style: xlrd.formatting.XF, book: xlrd.book.Book) -> Colour:
    kind = style.background.fill_pattern
    if kind == _NO_PATTERN:
        return WHITE
    return _colour(style.background.pattern_colour_index, BLACK, book) if kind == _SOLID else f"pattern {kind}"


def _colour(index: int, automatic: Colour, book: xlrd.book.Book) -> Colour:
    return automatic if index == _AUTOMATIC_INK else book.colour_map.get(index) or automatic
