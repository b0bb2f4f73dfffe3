"""The same row of the form twice in one document: the one that counts, or that nobody knows which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from parsers.document import Cell, Grid
from parsers.recogniser.captions import captions_among
from parsers.recogniser.lexicon import is_caption
from parsers.recogniser.rows import GridRow
from parsers.recogniser.sections import section_number
from parsers.recogniser.sheets import part_of
from parsers.recogniser.units import is_unit_line
from parsers.recogniser.years import is_template_name


def says_the_same(first: Sequence[str], again: Sequence[Cell | None] | None, row: GridRow) -> bool:
    """Whether a row repeats what the first of its label holds; one of no slots at all says nothing.

    A blank is a difference: whose the numbers are, a document shows only by what it prints above them.
    """
    if not row.slots:
        return True
    if again is None:
        return not row.has_values and not any(first)
    return [cell.raw.strip() if cell else "" for cell in again] == [raw.strip() for raw in first]


def is_template(empty: Grid, filled: Grid, rows: Iterable[GridRow], texts: Mapping[int, Sequence[str]]) -> bool:
    """Whether a table is the empty form beside the filled one.

    All of it is empty, and words call it a template, or no words stand between the two or are the caption of the first:
    they may say that the numbers are another's and the empty table is the report's own. So may the name of another part
    of the file (a sheet), unless both parts print the form with its headings.
    """
    rows = list(rows)
    if empty is filled or any(each.has_values for each in rows if each.grid is empty):
        return False
    grids = list(texts)
    first, second = sorted((grids.index(id(empty)), grids.index(id(filled))))
    if _is_named_template(grids[: grids.index(id(empty)) + 1], rows, texts):
        return True
    said = [text for grid in grids[first + 1 : second + 1] for text in texts[grid]]
    for grid in reversed(grids[: first + 1]):  # a caption holds for the pieces of a table behind it
        said += captions_among(texts[grid])
        if any(map(section_number, texts[grid])):
            break
    return all(map(_is_of_the_form, said)) and (
        part_of(empty) == part_of(filled) or (_is_headed(empty, rows, texts) and _is_headed(filled, rows, texts))
    )


def _is_named_template(grids: Sequence[int], rows: Iterable[GridRow], texts: Mapping[int, Sequence[str]]) -> bool:
    """Whether the nearest words before the last of some tables, beyond empty ones, call it a template."""
    filled = {id(each.grid) for each in rows if each.has_values}
    for grid in reversed(grids):
        if grid in filled:
            return False
        for text in reversed(texts[grid]):
            if not _is_of_the_form(text):
                return is_template_name(text)
            if section_number(text):
                return False
    return False


def _is_headed(table: Grid, rows: Iterable[GridRow], texts: Mapping[int, Sequence[str]]) -> bool:
    """Whether the first piece of a table in its part of the file comes under the heading of its chapter."""
    part = part_of(table)
    first = next(each.grid for each in rows if part_of(each.grid) == part)
    return any(map(section_number, texts[id(first)]))


def _is_of_the_form(line: str) -> bool:
    return section_number(line) is not None or is_caption(line) or is_unit_line(line)
