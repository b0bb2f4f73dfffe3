"""政府信息公开情况统计表 of FY2014 to FY2018: one column of numbers; labels, not places, tell the lines apart.

Its grids are found first and taken out of the document, because sections of narrative reports bear the names of the
later form's tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from disclosure.forms import CellForm, load_forms
from disclosure.labels import normalise
from disclosure.report import Finding, Reading, Severity, State
from disclosure.rules import Outcome, evaluate
from parsers.document import Block, Cell, Grid
from parsers.recogniser.slots import MISSING, readings_of
from parsers.recogniser.statistics.assign import assign, places_of
from parsers.recogniser.statistics.columns import CODE, Layout, drop_numbering, is_header, layout_of, lone_cell
from parsers.recogniser.statistics.labels import (
    ABOUT_THE_TABLE,
    EDITION,
    TABLE,
    fold,
    is_telling,
    lines_of_form,
    named_by,
    unit_in_label,
)
from parsers.recogniser.statistics.lines import PrintedLine, lines_of
from parsers.recogniser.statistics.paragraphs import UNPROVED
from parsers.recogniser.statistics.spelling import named
from parsers.recogniser.statistics.title import TableTitle, read_table_title, texts_around
from parsers.recogniser.tables import Recognised
from parsers.values import is_value, read_value

#: lines of the form that a document must have before its table is taken for it
_FEWEST_LINES = 12
#: a grid with this many lines of the form is a part of its table; one with fewer only next to such a grid
_LINES_OF_A_GRID = 4
#: sums of the form
_SUMS = ("s14_requests", "s14_closed", "s14_replies", "s14_denied", "s14_disputes", "s14_staff")
#: lines with two numbers, before there are two columns of them
_FEWEST_OF_SEVERAL = 3
_HOW = {"joined": "label cut in two", "fuzzy": "label misspelt"}


@dataclass(slots=True)
class Statistics:
    """``rest`` are the blocks without the table; ``edition`` is None and ``cells`` empty where there is none."""

    rest: tuple[Block, ...]
    title: TableTitle = field(default_factory=TableTitle)
    edition: str | None = None
    cells: dict[str, Reading] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add_to(self, tables: Recognised) -> None:
        """Put the table beside those of the later form."""
        tables.editions[TABLE] = self.edition
        tables.cells |= self.cells
        tables.findings += self.findings


def recognise_statistics(blocks: Sequence[Block], year: int | None) -> Statistics:
    """The table in a document; ``year`` is the one that the report's title says, if it does."""
    grids = _grids_of(blocks)
    if not grids:
        return Statistics(tuple(blocks))
    title = read_table_title(texts_around(blocks, grids[0][0]))
    result = Statistics(tuple(block for block in blocks if not any(block is grid for grid, _ in grids)), title)
    if title.part:
        message = f"the statistics are those of a part of a year ({title.part}), not of a year; none was read"
        result.findings.append(Finding("not_a_year", Severity.ERROR, message, found=title.text))
        return result
    if year and title.year and year != title.year:
        message = f"the report is for {year}, its table of statistics says {title.year}"
        result.findings.append(Finding("year_conflict", Severity.WARNING, message, (), str(year), str(title.year)))
    result.edition = EDITION
    _read([line for _, lines in grids for line in lines], title.year or year, result)
    if any(grid.method == UNPROVED for grid, _ in grids):
        _keep_if_proved(result)
    return result


def _keep_if_proved(result: Statistics) -> None:
    """Keep numbers that may be others' only where the form's sums hold, which those of others do not keep.

    Digits run together with words may be those of two columns; numbers may stand in front of their labels.
    """
    proofs = [each for each in evaluate({TABLE: EDITION}, result.cells) if each.rule in _SUMS]
    failed = any(each.outcome is Outcome.FAIL for each in proofs)
    if not failed and any(each.outcome is Outcome.PASS and each.found for each in proofs):
        return
    unsure = [address for address, reading in result.cells.items() if reading.value]
    for address in unsure:
        reading = result.cells[address]
        result.cells[address] = reading._replace(state=State.UNREADABLE, value=None, suggestion=None)
    if unsure:
        message = "which number is whose no column tells, and the sums of the form do not prove it; none was taken"
        result.findings.append(Finding("cut_unsure", Severity.ERROR, message, tuple(unsure)))


def _grids_of(blocks: Sequence[Block]) -> list[tuple[Grid, list[PrintedLine]]]:
    """The grids that make up the table, with their lines."""
    grids = [block for block in blocks if isinstance(block, Grid) and len(block.cells) > 1]
    if not any(is_telling("\n".join([cell.text for cell in grid.cells])) for grid in grids):
        return []
    parted = [
        (grid, lines_of(grid)) for grid in grids if not grid.exact or any(named_by(cell.text) for cell in grid.cells)
    ]
    counted = [(grid, lines, _places(grid, lines)) for grid, lines in parted]
    if len(set().union(*(places for _, _, places in counted))) < _FEWEST_LINES:
        return []
    return [
        (grid, lines)
        for grid, lines, places in counted
        if len(places) >= _LINES_OF_A_GRID or (places and _is_mostly_named(lines))
    ]


def _places(grid: Grid, lines: Sequence[PrintedLine]) -> set[int]:
    """Places in the form that lines name; in text a label may stand in several of them."""
    whole = {place for line in lines for place in places_of(line)}
    return whole if grid.exact else whole | named(lines)


def _is_mostly_named(lines: Sequence[PrintedLine]) -> bool:
    filled = [line for line in lines if line.values and line.labels]
    return 2 * sum(bool(places_of(line)) for line in filled) >= len(filled)


def _read(printed: Sequence[PrintedLine], year: int | None, result: Statistics) -> None:
    layouts = _layouts(printed, year)
    body = [line for line in printed if id(line) in layouts]
    counted = [line for line in body if (layout := layouts[id(line)]) and layout.counted and _is_out_of_columns(line)]
    numbers = {id(line): len(line.values) for line in counted}
    drop_numbering([*counted, *(line for line in body if layouts[id(line)] is None)])
    for line in counted[:-1]:  # its lone value may be the number of the next line
        line.is_unsure |= len(line.values) == numbers[id(line)] > 0
    _doubt_lone_numbers([line for line in body if layouts[id(line)] is None and line.values])
    left = assign(body)
    form = load_forms()[EDITION]
    refused: list[str] = []
    taken: dict[str, PrintedLine] = {}
    for line in body:
        if line.place is None:
            continue
        address = lines_of_form().lines[line.place].address
        if address is None:
            if _holds_number(line, layouts[id(line)]):
                result.findings.append(_unknown_row(line))
        elif address in taken:
            _repeat(address, line, layouts[id(line)], result)
        else:
            taken[address] = line
            result.cells[address] = _reading(form.cell(address), line, layouts[id(line)], result, refused)
    if refused:
        message = (
            f"{len(refused)} lines of statistics hold several values; which is the reporting year's cannot be told"
        )
        result.findings.append(Finding("slots_ambiguous", Severity.ERROR, message, tuple(refused)))
    absent = (cell.address for cell in form.tables[TABLE].cells if cell.address not in result.cells)
    result.cells |= dict.fromkeys(absent, MISSING)
    result.cells = {cell.address: result.cells[cell.address] for cell in form.tables[TABLE].cells}
    result.findings += [finding for line in left if (finding := _left_over(line))]


def _doubt_lone_numbers(filled: Sequence[PrintedLine]) -> None:
    """Where no header tells columns apart and many lines hold two numbers, a single one may be of either column."""
    numbers = [sum(read_value(cell.text).state is State.NUMBER for cell in line.values) for line in filled]
    if sum(count > 1 for count in numbers) >= max(_FEWEST_OF_SEVERAL, len(filled) // 4):
        for line in filled:
            line.is_unsure = True


def _is_out_of_columns(line: PrintedLine) -> bool:
    """Whether numbers of lines that stand in front of the labels may stand behind the values of the line above."""
    return not line.row.grid.exact and not any(read_value(cell.text).value for cell in line.row.cells[:1])


def _layouts(printed: Sequence[PrintedLine], year: int | None) -> dict[int, Layout | None]:
    """By the id of each line that is no header, the layout under which it stands."""
    layouts: dict[int, Layout | None] = {}
    header: list[PrintedLine] = []
    layout: Layout | None = None
    for line in printed:
        if not places_of(line) and is_header(line):
            header.append(line)
            continue
        if header:
            layout, header = layout_of(header, year), []
        layouts[id(line)] = layout
    return layouts


def _reading(
    form: CellForm, line: PrintedLine, layout: Layout | None, result: Statistics, refused: list[str]
) -> Reading:
    if line.how in _HOW:
        message = f"{_HOW[line.how]}: taken for {form.label_zh}"
        rule = f"label_{line.how}"
        result.findings.append(Finding(rule, Severity.INFO, message, (form.address,), form.label_zh, line.label))
    cell = _value_of(line, layout)
    if cell is None:
        others = [each for each in line.row.cells if each.text and is_value(each.text)]
        if not (line.values or others or line.is_unsure):
            return Reading("", State.BLANK, method=line.row.grid.method) if line.unit else MISSING
        refused.append(form.address)
        raw = "\t".join(each.raw for each in (line.values or others))
        place = tuple(place for each in (line.values or others) for place in each.place)
        return Reading(raw, State.UNREADABLE, method=line.row.grid.method, place=place)
    notes = [each.text for each in line.values if each is not cell and not is_value(each.text)]
    if notes:
        message = f"beside {form.label_zh} stands text that is no number: {' | '.join(notes)}"
        result.findings.append(Finding("text_left_over", Severity.INFO, message, (form.address,), found=notes[0]))
    reading = readings_of([cell], line.row)[0]
    unit = reading.unit or line.unit or unit_in_label(line.text)
    if unit and unit != form.unit and (form.type == "amount" or unit.startswith("万")):
        message = f"{form.label_zh}: printed in {unit}, the form asks for {form.unit}; the number is kept as printed"
        result.findings.append(Finding("unit_differs", Severity.WARNING, message, (form.address,), form.unit, unit))
    return reading._replace(unit=unit)


def _value_of(line: PrintedLine, layout: Layout | None) -> Cell | None:
    if line.is_unsure:
        return None
    return layout.cell(line) if layout else lone_cell(line)


def _holds_number(line: PrintedLine, layout: Layout | None) -> bool:
    """Whether a heading has a number, other than that of the line itself."""
    codes = sum(column.role == CODE for column in layout.columns) if layout else 0
    return sum(read_value(cell.text).state is State.NUMBER for cell in line.values) > codes


def _repeat(address: str, line: PrintedLine, layout: Layout | None, result: Statistics) -> None:
    """The same line twice: nothing if it says the same again, else nobody knows which of the two holds."""
    first = result.cells[address]
    again = _value_of(line, layout)
    if not line.values or (again is not None and again.raw.strip() == first.raw.strip()):
        return
    result.cells[address] = first._replace(state=State.UNREADABLE, value=None, suggestion=None)
    message = f"{line.label} stands twice with different values; neither was taken"
    result.findings.append(Finding("row_repeated", Severity.ERROR, message, (address,), first.raw, line.values[0].raw))


def _left_over(line: PrintedLine) -> Finding | None:
    """What is told of a line that is none of the form's; nothing of titles, explanations and who signed."""
    text = "".join(cell.text for cell in (*line.labels, *line.slots))
    if not fold(line.text) or any(word in normalise(text) for word in ABOUT_THE_TABLE):
        return None
    if line.values:
        return _unknown_row(line)
    return Finding("text_left_over", Severity.INFO, f"a row of {TABLE} holds only text: {line.text}", found=line.text)


def _unknown_row(line: PrintedLine) -> Finding:
    message = f"a row of {TABLE} has a label that no edition of the form knows: {line.label or '(no label)'}"
    return Finding("unknown_row", Severity.WARNING, message, found=" | ".join(cell.text for cell in line.row.cells))
