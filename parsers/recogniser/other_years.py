"""What a document sets beside the reporting year's tables, left out: other years by their caption, row or column, and
examples. What its own words say is of another year is never read, whether or not the reporting year stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from disclosure.labels import alike, key
from disclosure.report import Finding, Severity
from parsers.document import Block, Cell, Grid
from parsers.recogniser.captions import captioned, captions_among
from parsers.recogniser.lexicon import is_caption, lexicon
from parsers.recogniser.rows import rows_of
from parsers.recogniser.sections import section_number
from parsers.recogniser.units import is_unit_line
from parsers.recogniser.year_heads import Heads, heads_of
from parsers.recogniser.years import is_change, is_example, without_year, year_of_caption, year_of_head
from parsers.values import is_value

#: the scope of a caption that announces an example
_EXAMPLE = "an example"
_DIGITS_OF_A_YEAR = 4
_Scope = int | str | None


@dataclass(slots=True)
class Kept:
    """``left_out``: the tables, as they were, of which something was left out."""

    blocks: Sequence[Block]
    findings: list[Finding] = field(default_factory=list)
    left_out: list[Grid] = field(default_factory=list)


def keep_year(blocks: Sequence[Block], year: int | None) -> Kept:
    """The blocks without the tables, rows and columns of other years and without examples."""
    kept: list[Block] = []
    left_out: list[Grid] = []
    findings: list[Finding] = []
    scope: _Scope = None
    for block, texts in captioned(blocks):
        if not isinstance(block, Grid):
            kept.append(block)
            continue
        scope = _scope_under(texts, scope) if texts or scope else None
        if not _is_foreign(scope, year) and not _may_part(block, year):
            kept.append(block)
            continue
        parted = _Parting(block, year, scope)
        scope = parted.scope
        if parted.is_whole or not _is_statutory(block):
            kept.append(block)
            continue
        rest = parted.rest()
        kept += [rest] if rest.cells else []
        findings += parted.told()
        left_out.append(block)
    return Kept(kept, findings, left_out) if left_out else Kept(blocks)


def _scope_under(texts: Sequence[str], before: _Scope) -> _Scope:
    """What the texts above a table say it is: the nearest that says anything; captions of the form end no scope."""
    for line in reversed(captions_among(texts)):
        found = _scope_of(line)
        if found is not None:
            return found
    return before if all(is_caption(text) or is_unit_line(text) for text in texts) else None


def _scope_of(line: str) -> _Scope:
    return _EXAMPLE if is_example(line) else year_of_caption(line)


@dataclass(slots=True)
class _Parting:
    """A table, and what of it is of another year."""

    grid: Grid
    year: int | None
    scope: _Scope  #: of the caption that holds; at first the one above the table, then the last in it
    gone_rows: dict[int, _Scope] = field(default_factory=dict)
    gone: dict[int, Cell] = field(default_factory=dict)  #: cells of columns
    own: set[int] = field(default_factory=set)
    unsure: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        heads, rows = heads_of(self.grid), rows_of(self.grid)
        for index in range(self.grid.rows):
            if index in heads.captions:
                text = heads.captions[index].text
                if section_number(text):
                    self.scope = year_of_caption(text)
                    continue
                found = _scope_of(text)
                self.scope = self.scope if found is None else found
            if _is_foreign(self.scope, self.year):
                self.gone_rows[index] = self.scope
        if self.year is None and len({found for _, found in heads.rows + heads.columns if found > 0}) > 1:
            self.unsure.update(range(self.grid.rows))  # nobody knows which is the reporting year
        else:
            self._part_rows(heads)
            self._part_columns(heads, rows)

    @property
    def is_whole(self) -> bool:
        return not (self.gone_rows or self.gone or self.unsure)

    def _part_rows(self, heads: Heads) -> None:
        for cell, found in heads.rows:
            if _is_foreign(found, self.year):
                for row in range(cell.row, min(cell.row + cell.row_span, self.grid.rows)):
                    self.gone_rows.setdefault(row, found)
            else:
                self.own.add(id(cell))

    def _part_columns(self, heads: Heads, rows: Sequence[Sequence[Cell]]) -> None:
        own_rows = {cell.row for cell, found in heads.columns if not _is_foreign(found, self.year)}
        for cell, found in heads.columns:
            if found == -1 and cell.row not in own_rows:
                continue  # the form itself has columns of the year before, by one name or another
            if _is_foreign(found, self.year):
                self._leave_column(cell, rows)
            else:
                self.own.add(id(cell))
        for index in own_rows if self.gone else ():
            for cell in rows[index]:
                if cell.row == index and is_change(cell.text):
                    self._leave_column(cell, rows)

    def _leave_column(self, head: Cell, rows: Sequence[Sequence[Cell]]) -> None:
        """Cells that reach from a column into others may hold either number; without geometry each row may."""
        for index in range(head.row, _end_of_block(rows, head.row)):
            if not self.grid.exact:
                self.unsure.add(index)
                continue
            for cell in rows[index]:
                if cell.row >= head.row and _within(cell, head):
                    self.gone[id(cell)] = cell
                elif index > head.row and cell.text and is_value(cell.text) and _overlap(cell, head):
                    self.unsure.add(index)

    def rest(self) -> Grid:
        """The table without what is of other years. Years alone, which would pass for heads of their own, go too."""
        staying = [cell for cell in self.grid.cells if id(cell) not in self.gone]
        undated = [cell if id(cell) not in self.own else _undated(cell) for cell in staying]
        shown = [new for cell, new in zip(staying, undated, strict=True) if new.text or id(cell) not in self.own]
        kept = [index for index in range(self.grid.rows) if index not in self.gone_rows]
        place = {index: new for new, index in enumerate(kept)}
        cells = tuple(moved for cell in shown if (moved := _moved(cell, place)))
        unsure = {place[index] for index in self.grid.unsure | self.unsure if index in place}
        return replace(self.grid, rows=len(kept), cells=cells, unsure=frozenset(unsure))

    def told(self) -> Iterable[Finding]:
        """One finding for what is of other years, one for what is an example."""
        left = [cell for cell in self.grid.cells if id(cell) in self.gone or cell.row in self.gone_rows]
        examples = [cell for cell in left if self.gone_rows.get(cell.row) == _EXAMPLE]
        others = [cell for cell in left if self.gone_rows.get(cell.row) != _EXAMPLE]
        if examples:
            yield _told("example_left_out", "a table that its caption calls an example was left out", examples)
        if others:
            yield _told(
                "other_year", f"what is of other years than {self.year or 'the reporting year'} was left out", others
            )
        if self.unsure:
            cells = [cell for cell in self.grid.cells if cell.row in self.unsure]
            yield _told("other_year", "years stand side by side, and which number is whose is not told", cells)


def _is_foreign(scope: _Scope, year: int | None) -> bool:
    """Whether a caption or a head tells of anything but the reporting year."""
    if not isinstance(scope, int):
        return scope is not None
    return scope == -1 or (scope > 0 and year is not None and scope != year)


def _may_part(grid: Grid, year: int | None) -> bool:
    """Whether any text of a table, wherever it stands, could be of another year; of most none is, and they stay."""
    for text in {cell.text for cell in grid.cells}:
        if text.isdecimal() and len(text) != _DIGITS_OF_A_YEAR:
            continue
        told = _told_by(text)
        if told is not None and (_is_foreign(told, year) or (year is None and told != 0)):
            return True
    return False


@lru_cache(maxsize=8192)
def _told_by(text: str) -> _Scope:
    found = _scope_of(text)
    return year_of_head(text) if found is None else found


def _is_statutory(grid: Grid) -> bool:
    """Whether a label or a header of the form stands in a table."""
    known = lexicon()
    stems = {alike(key(without_year(cell.text))) for cell in grid.cells if cell.text} | {
        key(cell.text) for cell in grid.cells if cell.text
    }
    labels = (*known.alike.values(), *known.headers.values())
    return any(stem in words for words in labels for stem in stems)


def _end_of_block(rows: Sequence[Sequence[Cell]], head: int) -> int:
    """The row in which a block other than the one under a head begins."""
    for index in range(head + 1, len(rows)):
        texts = [cell.text for cell in rows[index] if cell.text and cell.row == index]
        if any(is_caption(text) or section_number(text) or key(text) == "信息内容" for text in texts):
            return index
    return len(rows)


def _within(cell: Cell, head: Cell) -> bool:
    return head.column <= cell.column and cell.column + cell.column_span <= head.column + head.column_span


def _overlap(cell: Cell, head: Cell) -> bool:
    return head.column < cell.column + cell.column_span and cell.column < head.column + head.column_span


def _undated(cell: Cell) -> Cell:
    text = without_year(cell.text)
    return cell._replace(text=text, raw=text)


def _moved(cell: Cell, place: dict[int, int]) -> Cell | None:
    """A cell in the rows that stay; None if it stood in none of them."""
    rows = [place[row] for row in range(cell.row, cell.row + cell.row_span) if row in place]
    return cell._replace(row=rows[0], row_span=len(rows)) if rows else None


def _told(rule: str, message: str, cells: Sequence[Cell]) -> Finding:
    return Finding(rule, Severity.INFO, message, found=" | ".join(cell.text for cell in cells if cell.text))
