"""Tables that agencies set otherwise, set as the form sets them: turned, table four in pieces.

Only asked for when the tables as they stand could not be read; every change is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from disclosure.forms import load_forms
from disclosure.labels import alike, key
from disclosure.report import Finding, Severity
from parsers.document import Block, Grid
from parsers.recogniser.dispute_pieces import gather_disputes
from parsers.recogniser.lexicon import ACTIVE, APPLICATIONS, DISPUTES, lexicon

#: heads of columns that must stand below one another before a table counts as turned
_FEWEST_HEADS = 3


def arrange(blocks: Sequence[Block]) -> tuple[list[Block], list[Finding]]:
    """The blocks with every table that allows it set as the form has it, and what was done; none done, none told."""
    arranged, findings = list(blocks), list[Finding]()
    for position, block in enumerate(arranged):
        if isinstance(block, Grid) and block.exact and _is_turned(block):
            arranged[position] = _turn(block)
            message = "a table whose rows are the form's columns was read with rows and columns exchanged"
            findings.append(Finding("table_turned", Severity.INFO, message))
    gathered = gather_disputes(arranged)
    if gathered:
        message = f"{DISPUTES}: read from a table of another shape, each number by the labels beside and above it"
        findings.append(Finding("table_reshaped", Severity.INFO, message))
    return gathered or arranged, findings


@cache
def _heads() -> dict[str, frozenset[str]]:
    """Keys of the lowest header labels of each table, without those that rows bear too."""
    heads: dict[str, set[str]] = {}
    for form in load_forms().values():
        for name in (ACTIVE, APPLICATIONS, DISPUTES):
            if name in form.tables:
                columns = (column for block in form.tables[name].blocks for column in block.columns)
                heads.setdefault(name, set()).update(alike(key(label)) for each in columns for label in each.labels)
    return {name: frozenset(labels - set(lexicon().alike[APPLICATIONS])) for name, labels in heads.items()}


def _is_turned(grid: Grid) -> bool:
    """Whether the heads of the form's columns stand below one another, and no label of a row does."""
    keys = [(cell, alike(key(cell.text))) for cell in grid.cells if cell.text]
    for name, heads in _heads().items():
        found = [cell for cell, stem in keys if stem in heads]
        rows, columns = {cell.row for cell in found}, {cell.column for cell in found}
        if name == ACTIVE:
            labels = {cell.column for cell, stem in keys if stem in lexicon().alike[ACTIVE]}
            if found and columns == {0} and labels and 0 not in labels:
                return True
        elif len(rows) >= _FEWEST_HEADS > len(columns):
            return True
    return False


def _turn(grid: Grid) -> Grid:
    cells = (
        cell._replace(row=cell.column, column=cell.row, row_span=cell.column_span, column_span=cell.row_span)
        for cell in grid.cells
    )
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return replace(grid, rows=grid.columns, columns=grid.rows, cells=ordered)
