"""Tables that set two years side by side: what is the reporting year's stays, the rest is left out and told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from disclosure.labels import normalise
from disclosure.report import Finding, Severity
from parsers.document import Block, Cell, Grid

_YEAR = re.compile(r"\(?(20\d\d)年度?(?:数据|情况|数)?\)?:?")
_LONGEST_CAPTION = 16


def keep_year(blocks: Sequence[Block], year: int) -> tuple[list[Block], list[Finding]]:
    """The blocks without the columns, rows and tables of other years, where the reporting year stands beside them."""
    kept: list[Block] = []
    findings: list[Finding] = []
    captions = [_caption(blocks, position) for position in range(len(blocks))]
    for block, caption in zip(blocks, captions, strict=True):
        if not isinstance(block, Grid):
            kept.append(block)
        elif caption and caption != year and year in captions:
            findings.append(_told(f"a table of {caption}", block.cells))
        else:
            reduced = _reduce(block, year) if block.exact else block
            kept.append(reduced)
            if reduced is not block:
                staying = {cell.place for cell in reduced.cells}
                findings.append(_told("what is of other years", [c for c in block.cells if c.place not in staying]))
    return kept, findings


def _caption(blocks: Sequence[Block], position: int) -> int | None:
    """The year that the paragraph before a table consists of."""
    before = blocks[position - 1] if position and isinstance(blocks[position], Grid) else None
    if before is None or isinstance(before, Grid) or len(before.text) > _LONGEST_CAPTION:
        return None
    return _year_of(before.text)[0]


def _year_of(text: str) -> tuple[int | None, str]:
    """The year in a text, and the text without it; no year where more is said than a label and its year."""
    spelt = normalise(text)
    found = _YEAR.findall(spelt)
    return (int(found[0]), _YEAR.sub("", spelt)) if len(found) == 1 else (None, text)


def _reduce(grid: Grid, year: int) -> Grid:
    dated = [(cell, found) for cell in grid.cells if "年" in cell.text and (found := _year_of(cell.text)[0])]
    gone: set[int] = set()
    own: set[int] = set()
    for cell, found in dated:
        beside = {other for each, other in dated if each.row == cell.row}
        below = {other for each, other in dated if each.column == cell.column}
        if year not in beside | below or len(beside | below) == 1:
            continue
        if found == year:
            own.add(id(cell))
        elif year in beside:
            gone.update(id(each) for each in grid.cells if each.row >= cell.row and _within(each, cell))
        else:
            gone.update(id(each) for each in grid.cells if each.row == cell.row and each.column >= cell.column)
    if not gone:
        return grid
    staying = ((cell, id(cell) in own) for cell in grid.cells if id(cell) not in gone)
    undated = ((_undated(cell) if is_own else cell, is_own) for cell, is_own in staying)
    # A year alone between a head and its column would be taken for that column's head.
    return replace(grid, cells=tuple(cell for cell, is_own in undated if cell.text or not is_own))


def _within(cell: Cell, head: Cell) -> bool:
    return head.column <= cell.column and cell.column + cell.column_span <= head.column + head.column_span


def _undated(cell: Cell) -> Cell:
    text = _year_of(cell.text)[1]
    return cell._replace(text=text, raw=text)


def _told(what: str, cells: Sequence[Cell]) -> Finding:
    shown = " | ".join(cell.text for cell in cells if cell.text)
    return Finding(
        "other_year", Severity.INFO, f"{what} stands beside the reporting year and was left out", found=shown
    )
