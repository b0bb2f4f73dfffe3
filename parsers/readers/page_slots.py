"""The cells of a page's table: rectangles of its lattice, and the lines of text in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from disclosure.report import PageBox
from parsers.readers.marks import STRIKE
from parsers.readers.page_lattice import Lattice
from parsers.readers.page_text import Line

REMNANT = 12.0  #: points; an empty row or cell lower than this is the rest of a cut one
_WRAPPED_PITCH = 1.7  #: font sizes; lines of one number are no farther apart
_PADDING = 11.5  #: points; both side paddings of a cell, as word processors set them
_LAST_GROUP = re.compile(r"[,，][\d０-９]*$")
_WHOLE_GROUP = 4  #: characters of a comma and the three digits behind it


@dataclass(slots=True)
class Slot:
    """A cell in the making. ``places`` has a box for each page it stands on.

    ``torn``: at the page end no rule was printed below it, as there was below others of its row.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    places: tuple[PageBox, ...]
    lines: list[Line]
    torn: bool = False

    def fills(self, line: Line, needed: float) -> bool:
        """Whether ``needed`` more points of text would not have fitted behind a line: then the line end is layout."""
        left, _, right, _ = self.places[0].box
        return (right - left) - (line.x1 - line.x0) < needed + _PADDING

    def goes_on_with(self, line: Line) -> bool:
        """Whether a line stands between the sides of the cell, right below its last one."""
        left, _, right, _ = self.places[0].box
        last = self.lines[-1]
        return left <= line.x0 and line.x1 <= right and 0 < line.top - last.top < line.size * _WRAPPED_PITCH

    @property
    def raw(self) -> str:
        lines = self.lines
        return lines[0].text if len(lines) == 1 else "\n".join([line.text for line in lines])

    @property
    def text(self) -> str:
        """Lines joined; digits only where the line is full, for else they are two numbers.

        A number of which one line is struck out is unknown: a rule of the table may have been printed out of line.
        """
        if len(self.lines) == 1:
            return self.lines[0].text
        text = ""
        for index, line in enumerate(self.lines):
            last, first = text.removesuffix(STRIKE)[-1:], line.text.removeprefix(STRIKE)[:1]
            if last.isdigit() and first.isdigit():
                before = self.lines[index - 1]
                next_digit = before.size * (0.5 if first.isascii() else 1.0)
                wrapped = self.fills(before, next_digit) and line.top - before.top < line.size * _WRAPPED_PITCH
                if text.endswith(STRIKE) is line.text.startswith(STRIKE):
                    text += "" if wrapped or breaks_off(before.text) else "  "
                elif wrapped:
                    text += "\ufffd"
            text += line.text
        return text


def breaks_off(text: str) -> bool:
    """Whether a number ends behind a comma with fewer digits than a group of thousands has."""
    return (match := _LAST_GROUP.search(text)) is not None and len(match[0]) < _WHOLE_GROUP


#: [row][column]: the slot there; one row and column more that stand for before the first, where bisect gives -1
Owners = list[list[Slot | None]]


def slots_of(lattice: Lattice, page: int) -> tuple[list[Slot], Owners]:
    """Rectangles grown over missing rules; the outer frame counts as closed even where it was not drawn."""
    xs, ys = lattice.xs, lattice.ys
    horizontal = [*lattice.horizontal[:-1], [True] * len(xs)]  # [y edge][column]
    sides = [[*row[:-1], True] for row in zip(*lattice.vertical, strict=True)]  # [row][x edge]
    owners: Owners = [[None] * len(xs) for _ in ys]
    slots = []
    for row, row_sides in enumerate(sides):
        right = 0
        while right < len(xs) - 1:
            column, right = right, row_sides.index(True, right + 1)
            if owners[row][column]:
                continue
            down = row + 1
            while not horizontal[down][column] and _goes_on(horizontal[down], sides[down], column, right):
                sides[down][column] = sides[down][right] = True
                down += 1
            place = PageBox(page, (xs[column], ys[row], xs[right], ys[down]))
            slot = Slot(row, column, down - row, right - column, (place,), [])
            slots.append(slot)
            for y in range(row, down):
                owners[y][column:right] = [slot] * (right - column)
    return slots, owners


def _goes_on(above: list[bool], sides: list[bool], column: int, right: int) -> bool:
    """Whether a cell goes on into these columns of a row: no rule above them, none between them."""
    return not (True in above[column:right] or True in sides[column + 1 : right])
