"""Labelled rows to cells: the edition of each table, one reading for each of its cells, and what did not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from disclosure.forms import BlockForm, CellForm, Form, RowForm, forms_with, load_forms
from disclosure.labels import has_pinyin, key
from disclosure.report import TABLES, Finding, Place, Reading, Severity, State
from parsers.document import Cell
from parsers.recogniser.layouts import Layout
from parsers.recogniser.lexicon import (
    ACTIVE,
    APPLICATIONS,
    DISPUTES,
    OTHER_SUBROWS,
    OTHER_TOTAL,
    count_tokens,
    find_row,
)
from parsers.recogniser.repeats import is_template, says_the_same
from parsers.recogniser.rows import GridRow, Tables
from parsers.recogniser.slots import MISSING, Aligner, readings_of, subtotal_of
from parsers.recogniser.units import lines_above, unit_of_money
from parsers.values import footnote_mark

_HOW = {
    "alike": "label with characters that look like others",
    "glossed": "label with an explanation",
    "order": "label that tells nothing, in the one place that the order of rows leaves",
    "interleaved": "label woven together with its group's label",
    "truncated": "label cut short",
    "fuzzy": "label misspelt",
}


@dataclass(slots=True)
class Recognised:
    """``editions`` and ``cells`` as in Report; ``findings`` about the tables only."""

    editions: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(TABLES))
    cells: dict[str, Reading] = field(default_factory=dict)
    added: dict[str, Reading] = field(default_factory=dict)  #: cells of columns that an agency added to the form
    findings: list[Finding] = field(default_factory=list)
    told: list[Cell] = field(default_factory=list)  #: cells that became readings or labels, or that a finding shows


def recognise_tables(tables: Tables) -> Recognised:
    """Cells of the three statutory tables. Every cell of an edition found gets a reading, ``missing`` at the least."""
    result = Recognised()
    rows = {
        name: [row for row in tables.rows if row.table == name and not _is_of_another_statistic(row)]
        for name in (ACTIVE, APPLICATIONS, DISPUTES)
    }
    for name, labelled in rows.items():
        edition = _edition(name, labelled, tables, result)
        result.editions[name] = edition
        if edition:
            _fill(load_forms()[edition], name, labelled, tables, result)
    # Table four is the same in both editions: it is of the older one only in the company of none but old tables.
    if result.editions[DISPUTES] and {result.editions[ACTIVE], result.editions[APPLICATIONS]} - {None} == {"fmt2019"}:
        result.editions[DISPUTES] = "fmt2019"
    for row in tables.unknown:
        if row.has_values and row.table:
            _tell_unknown(row, result)
    return result


def _is_of_another_statistic(row: GridRow) -> bool:
    """Whether a label of table two, which are common words, stands in the table of a chapter that has none."""
    return row.table == ACTIVE and row.elsewhere


def _edition(name: str, rows: Sequence[GridRow], tables: Tables, result: Recognised) -> str | None:
    if not rows:
        return None
    if name == DISPUTES:
        return next(iter(load_forms()))
    if name == APPLICATIONS:
        return _edition_of_other_rows(rows)
    words: Counter[str] = sum(
        (count_tokens(name, header.text) for header in tables.headers if header.table == name), Counter()
    )
    if len(words) > 1:
        result.findings.append(
            Finding(
                "edition_mixed", Severity.WARNING, f"{name}: headers of several editions ({', '.join(sorted(words))})"
            )
        )
    edition = words.most_common(1)[0][0] if words else _edition_of_rows(name, rows) or _edition_of_shape(name, rows)
    if edition is None:
        message = f"{name}: {len(rows)} rows found, but no header tells which edition they follow; none was read"
        result.findings.append(Finding("edition_unknown", Severity.ERROR, message))
    return edition


def _edition_of_rows(name: str, rows: Sequence[GridRow]) -> str | None:
    """The one edition that has a row which the others have not."""
    found = {row.match.label for row in rows if row.match}
    own = {
        edition: {key(row.labels[0]) for block in form.tables[name].blocks for row in block.rows if row.labels}
        for edition, form in forms_with(name).items()
    }
    telling = [
        edition
        for edition, labels in own.items()
        if found & (labels - set().union(*(other for name, other in own.items() if name != edition)))
    ]
    return telling[0] if len(telling) == 1 else None


def _edition_of_shape(name: str, rows: Sequence[GridRow]) -> str | None:
    """The one edition whose rows of these labels have as many columns as the document's have cells."""
    fitting = [
        edition
        for edition, form in forms_with(name).items()
        if all(
            row.match and (found := find_row(form, name, row.match.label)) and len(found[0].columns) == len(row.slots)
            for row in rows
        )
    ]
    return fitting[0] if len(fitting) == 1 else None


def _edition_of_other_rows(rows: Sequence[GridRow]) -> str:
    """Table three with and without sub-rows of （六）: both labels present means that the group's own row is empty.

    其他 alone may be a row of the agency's own beside a （六） that holds values.
    """
    found = {row.match.label for row in rows if row.match}
    other = any(row.has_values for row in rows if row.match and row.match.label == OTHER_TOTAL)
    if found & (OTHER_SUBROWS - {key("其他")}) or (found & OTHER_SUBROWS and not other):
        return "fmt2021"
    return "fmt2019" if OTHER_TOTAL in found else next(iter(load_forms()))


def _fill(form: Form, name: str, rows: Sequence[GridRow], tables: Tables, result: Recognised) -> None:
    located = [(row, found) for row in rows if row.match and (found := find_row(form, name, row.match.label))]
    aligner = Aligner((row, *found) for row, found in located)
    taken: dict[str, GridRow] = {}
    for row, (block, row_form) in located:
        if _is_group_row(row, row_form):
            continue
        if row_form.code in taken:
            first = taken[row_form.code].grid
            if is_template(row.grid, first, rows, tables.above):
                continue
            if not is_template(first, row.grid, rows, tables.above):
                _repeat(row, row_form, result, aligner, block)
                continue
        taken[row_form.code] = row
        if row.match and row.match.how in _HOW:
            result.findings.append(_damaged_label(row, row_form))
        elif has_pinyin(row.label):
            message = f"label with pinyin, as on copied pages: taken for {row_form.label_zh}"
            result.findings.append(Finding("label_pinyin", Severity.INFO, message, row_form.cells, found=row.label))
        readings = _read_row(row, block, row_form, aligner, result)
        for address in _amounts_of(form.edition, row_form.cells):
            lines = lines_above(row, rows, tables.above)
            readings[address] = _with_unit(readings[address], form.cell(address), row, lines, result)
        result.cells |= readings
    for row in rows:
        if row.has_values and row.match and not find_row(form, name, row.match.label):
            _tell_unknown(row, result)
    if len(taken) < sum(len(block.rows) for block in form.tables[name].blocks):
        absent = (cell.address for cell in form.tables[name].cells if cell.address not in result.cells)
        result.cells.update(dict.fromkeys(absent, MISSING))


def _is_group_row(row: GridRow, row_form: RowForm) -> bool:
    return row_form.code == "other_total" and not row.slots


def _read_row(
    row: GridRow, block: BlockForm, row_form: RowForm, aligner: Aligner, result: Recognised
) -> dict[str, Reading]:
    layout = aligner.layout(row, block)
    cells = aligner.align(row, layout, row_form) if row.slots else None
    result.told += row.cells[max(row.label_end - 1, 0) : row.label_end]
    subtotal = subtotal_of(row, layout) if layout.foreign and row.table == APPLICATIONS else None
    if subtotal:
        result.added[f"{APPLICATIONS}.{row_form.code}.org_subtotal"] = readings_of([subtotal], row)[0]
        result.told.append(subtotal)
    if cells is None:
        result.told += row.slots
        result.findings.append(_unplaced_values(row, row_form, layout))
        raw = "\t".join(cell.raw for cell in row.slots)
        unreadable = Reading(raw, State.UNREADABLE, method=row.grid.method, place=_places(row.slots))
        return dict.fromkeys(row_form.cells, unreadable)
    result.told += filter(None, cells)
    readings = dict(zip(row_form.cells, readings_of(cells, row), strict=True))
    if not "".join([each.raw for each in readings.values()]).isdecimal():
        noted = ((address, footnote_mark(each.raw)) for address, each in readings.items())
        result.findings += [_footnote(address, mark) for address, mark in noted if mark]
    return readings


@cache
def _amounts_of(edition: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Those addresses of a row of the form that hold money."""
    return tuple(address for address in addresses if address in load_forms()[edition].amounts)


def _with_unit(reading: Reading, cell: CellForm, row: GridRow, lines: Iterable[str], result: Recognised) -> Reading:
    """An amount with the unit that is printed for it; a unit other than the form's is told."""
    if reading.state is not State.NUMBER:
        return reading
    unit = reading.unit or unit_of_money(row, lines)
    if unit and cell.unit and unit != cell.unit:
        message = f"{cell.label_zh}: printed in {unit}, the form asks for {cell.unit}; the number is kept as printed"
        result.findings.append(Finding("unit_differs", Severity.WARNING, message, (cell.address,), cell.unit, unit))
    return reading._replace(unit=unit)


def _repeat(row: GridRow, row_form: RowForm, result: Recognised, aligner: Aligner, block: BlockForm) -> None:
    """The same label twice: nothing if it says the same again, else nobody knows which of the two holds."""
    again = aligner.align(row, aligner.layout(row, block), row_form) if row.slots else None
    first = [result.cells[address] for address in row_form.cells]
    result.told += row.cells
    if says_the_same([reading.raw for reading in first], again, row):
        return
    for address, reading in zip(row_form.cells, first, strict=True):
        result.cells[address] = Reading(reading.raw, State.UNREADABLE, method=reading.method, place=reading.place)
    message = f"{row_form.label_zh} stands twice with different values; neither was taken"
    result.findings.append(Finding("row_repeated", Severity.ERROR, message, row_form.cells, found=_shown(row.cells)))


def _footnote(address: str, mark: str) -> Finding:
    message = f"{address} carries the mark of a note ({mark}), which was left out of the number"
    return Finding("footnote_mark", Severity.INFO, message, (address,), found=mark)


def _damaged_label(row: GridRow, row_form: RowForm) -> Finding:
    assert row.match is not None
    return Finding(
        f"label_{row.match.how}",
        Severity.INFO,
        f"{_HOW[row.match.how]}: taken for {row_form.label_zh}{_distance(row)}",
        row_form.cells,
        expected=row_form.label_zh,
        found=row.label,
    )


def _distance(row: GridRow) -> str:
    assert row.match is not None
    return f", {row.match.distance} of {len(row.match.label)} characters differ" if row.match.distance else ""


def _unplaced_values(row: GridRow, row_form: RowForm, layout: Layout) -> Finding:
    values = sum(bool(cell.text) for cell in row.slots)
    foreign = f", under columns the form does not have ({'、'.join(layout.foreign)})" if layout.foreign else ""
    message = (
        f"{row_form.label_zh}: {values} values in {len(row.slots)} slots for {len(row_form.cells)} columns{foreign}; "
        "which value belongs where cannot be told"
    )
    return Finding("slots_ambiguous", Severity.ERROR, message, row_form.cells, found=_shown(row.slots))


def _tell_unknown(row: GridRow, result: Recognised) -> None:
    message = f"a row of {row.table} has a label that no edition of the form knows: {row.label or '(no label)'}"
    result.findings.append(Finding("unknown_row", Severity.WARNING, message, found=_shown(row.cells)))
    result.told += row.cells


def _shown(cells: Iterable[Cell]) -> str:
    return " | ".join(cell.text for cell in cells)


def _places(cells: Iterable[Cell]) -> tuple[Place, ...]:
    return tuple(place for cell in cells for place in cell.place)
