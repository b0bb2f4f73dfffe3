"""The report as text with tab-separated tables, as converters of scanned and of printed files leave it.

Such a table keeps the order of the slots in a row and little else: empty slots trail or lead, labels are split by page
ends, slots are lost. Which of these faults are printed is the caller's choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from disclosure.forms import RowForm, load_forms
from replica.press.layout import SECTION_TITLES, TableLayout, active_disclosure_blocks, disputes
from replica.press.outline import outline
from replica.press.statistics_table import StatisticsOptions
from replica.press.truth import Section, Truth

WIDTH = 10  # slots of a row of table three: two or three labels, seven values, empty slots up to here
SLIPS = {"本年废止件数": "本年度止件数", "（单位：万元）": "\t页(单位:万元)", "其他法律行政法规": "其他法律法规"}


@dataclass(frozen=True, slots=True)
class TabTextOptions:
    """Faults of the converter. Row codes are those of table three.

    ``split_label``: a page end splits the label of this row (and of its group, where it is the group's first): a blank
    line, then a row with the rest of the label and empty value slots.
    ``lost_first_values``: rows whose first value slot came out empty.
    ``shifted_rows``: rows within a group that lost the empty slots left of their label.
    ``narrow_from``: a page end before this row; from there on the column of "三、本年度办理结果" is gone.
    ``garbled_headers``: header labels torn over slots and rows, one lost; numerals lost; letters mistaken.
    ``cut_block``: a page end in section two; what follows stands in rows of two slots.
    ``caption_as_paragraph``: the first caption of section two stands before the table, without tabs.
    ``statistics``: see there; the faults are not printed in that table.
    """

    split_label: str | None = None
    lost_first_values: tuple[str, ...] = ()
    shifted_rows: tuple[str, ...] = ()
    narrow_from: str | None = None
    garbled_headers: bool = False
    cut_block: bool = False
    caption_as_paragraph: bool = False
    statistics: StatisticsOptions = field(default_factory=StatisticsOptions)


def print_tab_text(truth: Truth, options: TabTextOptions | None = None) -> bytes:
    """The whole report as UTF-8 text."""
    options = options or TabTextOptions()
    lines = ["", "", f"# {truth.title}", "", truth.notice, "", *_spread(truth.opening)]
    if "statistics" in truth.editions:
        return "\n".join([*lines, *_statistics(truth, options.statistics)]).encode()
    _check_rows(truth, options)
    lines += _section(truth, "一")
    lines += ["", f"## {SECTION_TITLES['active_disclosure']}", "", *_active_disclosure(truth, options)]
    lines += ["", f"### {SECTION_TITLES['applications']}", "", *_applications(truth, options)]
    lines += ["", f"#### {SECTION_TITLES['disputes']}", "", *_disputes(truth)]
    lines += [*_section(truth, "五"), *_section(truth, "六")]
    return "\n".join(lines).encode()


def _statistics(truth: Truth, options: StatisticsOptions) -> list[str]:
    """Chapters, and the table behind them: its empty slots stay, spans are forgotten."""
    lines: list[str] = []
    for part in outline(truth, options):
        if isinstance(part, Section):
            lines += _section(truth, part.number)
            continue
        lines += ["", f"## {part.heading}", ""]
        for table in part.grids:
            lines += ["\t".join(row) for row in _texts(table)] + [""]
    return lines


def lost_cells(truth: Truth, options: TabTextOptions) -> list[str]:
    """Addresses whose value the options take out of the print; a reader can only find these slots blank."""
    if "statistics" in truth.editions:
        return []
    rows = {row.code: row for row in _rows(truth)}
    return [rows[code].cells[0] for code in options.lost_first_values]


def _rows(truth: Truth) -> tuple[RowForm, ...]:
    return load_forms()[truth.editions["applications"]].tables["applications"].blocks[0].rows


def _check_rows(truth: Truth, options: TabTextOptions) -> None:
    rows = {row.code: row for row in _rows(truth)}
    named = {options.split_label, options.narrow_from, *options.lost_first_values, *options.shifted_rows} - {None}
    if unknown := named - rows.keys():
        raise KeyError(f"table three of this report has no row {', '.join(sorted(map(str, unknown)))}")
    if outer := [code for code in options.shifted_rows if rows[code].group is None]:
        raise ValueError(f"nothing stands left of the label of {', '.join(outer)}: the row can't shift")


def _spread(paragraphs: Iterable[str]) -> list[str]:
    return [line for text in paragraphs for line in (text, "")]


def _section(truth: Truth, number: str) -> list[str]:
    section = truth.section(number)
    return ["", f"## {section.number}、{section.title}", "", *_spread(section.paragraphs)]


def _row(slots: list[str], width: int) -> str:
    return "\t".join(slots + [""] * (width - len(slots)))


def _slip(line: str) -> str:
    for right, wrong in SLIPS.items():
        line = line.replace(right, wrong)
    return line


def _active_disclosure(truth: Truth, options: TabTextOptions) -> list[str]:
    lines: list[str] = []
    blocks = active_disclosure_blocks(truth.editions["active_disclosure"])
    for number, block in enumerate(blocks):
        rows = _texts(block.filled(truth.cells))
        narrow = options.cut_block and number == len(blocks) - 1
        if narrow:
            lines.append("")
        lines += [_row(row, 2 if narrow else 4) for row in rows]
    if options.caption_as_paragraph:
        lines[0] = lines[0].strip()
        lines.insert(1, "")
    return [_slip(line) for line in lines] if options.garbled_headers else lines


def _texts(table: TableLayout) -> list[list[str]]:
    return [[slot.text for slot in table.slots if slot.row == row] for row in range(table.rows)]


def _disputes(truth: Truth) -> list[str]:
    table = disputes(truth.editions["disputes"]).filled(truth.cells)
    rows = [[""] * table.columns for _ in range(table.rows)]
    for slot in table.slots:
        # Two-line headers come out as two words.
        is_outcome = slot.address is None and slot.column_span == 1 and len(slot.text) > 2
        rows[slot.row][slot.column] = f"{slot.text[:2]} {slot.text[2:]}" if is_outcome else slot.text
    return ["\t".join(row) for row in rows]


def _applications(truth: Truth, options: TabTextOptions) -> list[str]:
    form = load_forms()[truth.editions["applications"]].tables["applications"]
    groups = {group.code: group.label_zh for group in form.groups}
    applicants, organisations, corner = form.header_labels
    titles = [column.label_zh for column in form.blocks[0].columns]
    header = _garbled_header if options.garbled_headers else _header
    lines = [_row(slots, WIDTH) for slots in header(corner, applicants, organisations, titles)]
    begun: set[str] = set()
    narrow = False
    for row in form.blocks[0].rows:
        if row.code == options.narrow_from:
            narrow = True
            lines.append("")
        labels = _labels(row, groups, begun)
        values = [truth.cells[address] for address in row.cells]
        if row.code in options.lost_first_values:
            values[0] = ""
        lines += _print_row(row, labels, values, narrow, options)
    return lines


def _labels(row: RowForm, groups: Mapping[str, str], begun: set[str]) -> list[str]:
    """The label slots of a row, outermost first; a group's label only in its first row."""
    if row.group is None:
        return [row.label_zh, ""]
    path = ["outcome"] if row.group == "outcome" else ["outcome", row.group]
    labels = ["" if group in begun else groups[group] for group in path]
    begun.update(path)
    return [*map(_typed, labels), _typed(row.label_zh)]


def _typed(label: str) -> str:
    """Brackets of a numbering come out narrow, with a space after them."""
    return f"({label[1]}) {label[3:]}" if label.startswith("（") and label[2] == "）" else label


def _print_row(row: RowForm, labels: list[str], values: list[str], narrow: bool, options: TabTextOptions) -> list[str]:
    if options.garbled_headers:
        labels = [_slip(_without_numeral(label)) for label in labels]
    if narrow and row.group is not None:
        labels = labels[1:]
    if row.code in options.shifted_rows:
        # An inner row keeps one empty slot behind its label, an outer one keeps none.
        labels = [labels[-1]] + [""] * (len(labels) - 2)
    width = WIDTH - 1 if narrow else WIDTH
    if row.code != options.split_label:
        return [_row(labels + values, width)]
    halves = [(label[: len(label) // 2 + 1], label[len(label) // 2 + 1 :]) for label in labels]
    return [
        _row([first for first, _ in halves] + values, width),
        "",
        _row([second for _, second in halves] + [""] * len(values), width),
    ]


def _without_numeral(label: str) -> str:
    return label[1:] if label[:2] in ("一、", "二、") else label


def _header(corner: str, applicants: str, organisations: str, titles: list[str]) -> list[list[str]]:
    return [
        [corner, "", applicants, "", "", "", "", "", titles[-1]],
        ["", "", titles[0], organisations],
        ["", "", "", *titles[1:-1]],
    ]


def _garbled_header(corner: str, applicants: str, organisations: str, titles: list[str]) -> list[list[str]]:
    """The corner torn over slots and rows, two titles lost or half lost, the others in two halves."""
    third = len(corner) // 3
    upper = [title[:2] for title in titles[1:4]]
    lower = [title[2:] for title in titles[1:5]]
    return [
        ["", "", applicants],
        [corner[:third].replace("数", "導"), corner[third : 2 * third], "", f"{organisations[:-2]}给"],
        [corner[2 * third :], "", *upper, "", titles[-1]],
        ["", "", *lower],
    ]
