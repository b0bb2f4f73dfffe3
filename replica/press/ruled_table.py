"""A ruled table with merged cells, set over as many pages as it needs, and cut by page ends as real ones are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from replica.press.layout import Slot, TableLayout
from replica.press.sheet import FULL_ROOM, MARGIN, Sheet, text_width, wrap

SIZE = 8.0
LINE = 11.0
PADDING = 3.0


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page end before ``row``, or inside it when ``cut``: its values then stand on the side that ``values`` names."""

    row: int
    cut: bool
    values: Literal["first", "second"]


@dataclass(frozen=True, slots=True)
class TableStyle:
    """See PageOptions."""

    page_break: PageBreak | None
    closing_rule: bool
    open_sides: bool
    repeat_header: bool
    filled_rules: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """A row, or the part of a cut row above (``part`` 1) or below (``part`` 2) the page end."""

    row: int
    height: float
    part: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """The strips of one page. Without a rule at the upper or lower end where the page cut it open."""

    strips: tuple[Strip, ...]
    open_above: bool
    open_below: bool


def draw_table(sheet: Sheet, table: TableLayout, widths: tuple[float, ...], style: TableStyle) -> None:
    """Draw at the sheet's current place and move it below the table."""
    _Drawing(sheet, table, widths, style).draw()


class _Drawing:
    def __init__(self, sheet: Sheet, table: TableLayout, widths: tuple[float, ...], style: TableStyle) -> None:
        self.sheet, self.table, self.style = sheet, table, style
        self.edges = list(accumulate(widths, initial=MARGIN))
        self.lines = {slot: wrap(slot.text, SIZE, self._width(slot) - 2) for slot in table.slots}
        self.waiting = {slot: list(lines) for slot, lines in self.lines.items()}

    def _width(self, slot: Slot) -> float:
        return self.edges[slot.column + slot.column_span] - self.edges[slot.column]

    def draw(self) -> None:
        pieces = self._paginate(self._strips())
        for number, piece in enumerate(pieces):
            if number:
                self.sheet.next_page()
                if self.style.repeat_header:
                    self._draw_header()
            self._draw_piece(piece)
        self.sheet.top += LINE

    def _strips(self) -> list[Strip]:
        heights = [LINE + 2 * PADDING] * self.table.rows
        for slot in sorted(self.table.slots, key=lambda slot: slot.row_span):
            last = slot.row + slot.row_span
            lack = len(self.lines[slot]) * LINE + 2 * PADDING - sum(heights[slot.row : last])
            heights[last - 1] += max(lack, 0.0)
        strips: list[Strip] = []
        for row, height in enumerate(heights):
            cut = self.style.page_break
            if cut and cut.cut and cut.row == row:
                above = LINE + PADDING
                if height < above + LINE + PADDING:
                    raise ValueError(f"row {row} of {self.table.name} has one line: a page end can't cut it")
                below = max(height - above, self._values_height(row)) if cut.values == "second" else height - above
                strips += [Strip(row, above, 1), Strip(row, below, 2)]
            else:
                strips.append(Strip(row, height))
        return strips

    def _values_height(self, row: int) -> float:
        """The room that the values of a row need when all of them stand below a cut."""
        return (
            max(len(self.lines[slot]) for slot in self.table.slots if slot.address and slot.row == row) * LINE + PADDING
        )

    def _paginate(self, strips: list[Strip]) -> list[Piece]:
        header = sum(strip.height for strip in strips[: self.table.header_rows])
        room = self.sheet.room()
        pages: list[list[Strip]] = [[]]
        for strip in strips:
            filled = sum(each.height for each in pages[-1])
            if pages[-1] and (self._breaks_before(strip) or filled + strip.height > room):
                pages.append([])
                room = FULL_ROOM - (header if self.style.repeat_header else 0.0)
            pages[-1].append(strip)
        joints = [self._is_open(second[0]) for _, second in pairwise(pages)]
        return [
            Piece(tuple(page), above, below)
            for page, above, below in zip(pages, [False, *joints], [*joints, False], strict=True)
        ]

    def _breaks_before(self, strip: Strip) -> bool:
        cut = self.style.page_break
        return cut is not None and cut.row == strip.row and strip.part == (2 if cut.cut else 0)

    def _is_open(self, first_of_next_page: Strip) -> bool:
        return first_of_next_page.part == 2 or not self.style.closing_rule

    def _draw_header(self) -> None:
        strips = tuple(strip for strip in self._strips() if strip.row < self.table.header_rows)
        for slot in self.table.slots:
            if slot.row < self.table.header_rows:
                self.waiting[slot] = list(self.lines[slot])
        self._draw_piece(Piece(strips, False, False))

    def _draw_piece(self, piece: Piece) -> None:
        tops = list(accumulate((strip.height for strip in piece.strips), initial=self.sheet.top))
        for slot in self.table.slots:
            covered = [
                place for place, strip in enumerate(piece.strips) if slot.row <= strip.row < slot.row + slot.row_span
            ]
            if covered:
                first, last = covered[0], covered[-1] + 1
                self._draw_rules(
                    slot,
                    tops[first],
                    tops[last],
                    above=not (piece.open_above and first == 0),
                    below=not (piece.open_below and last == len(piece.strips)),
                )
                self._draw_text(slot, tops[first], tops[last], piece.strips[covered[0]].part)
        self.sheet.top = tops[-1]

    def _draw_text(self, slot: Slot, top: float, bottom: float, part: int) -> None:
        cut = self.style.page_break
        if slot.address and part == 1 and cut and cut.values == "second":
            return
        fitting = max(int((bottom - top - PADDING) // LINE), 0)
        waiting = self.waiting[slot]
        lines, self.waiting[slot] = waiting[:fitting], waiting[fitting:]
        baseline = (top + bottom - len(lines) * LINE) / 2 + SIZE
        for line in lines:
            left = self.edges[slot.column] + (self._width(slot) - text_width(line, SIZE)) / 2
            self.sheet.place_text(line, left, baseline, SIZE)
            baseline += LINE

    def _draw_rules(self, slot: Slot, top: float, bottom: float, *, above: bool, below: bool) -> None:
        left, right = self.edges[slot.column], self.edges[slot.column + slot.column_span]
        filled = self.style.filled_rules
        if above:
            self.sheet.place_rule(left, top, right, top, filled=filled)
        if below:
            self.sheet.place_rule(left, bottom, right, bottom, filled=filled)
        for x in (left, right):
            if not (self.style.open_sides and x in (self.edges[0], self.edges[-1])):
                self.sheet.place_rule(x, top, x, bottom, filled=filled)
