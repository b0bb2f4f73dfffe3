"""The report as text that has lost its tables: what extractors, copying and the stripping of tags leave of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from replica.press.layout import Slot, TableLayout
from replica.press.outline import outline
from replica.press.statistics_table import StatisticsOptions
from replica.press.truth import Section, Truth
from replica.press.typist import Typing, type_labels


@dataclass(frozen=True, slots=True)
class PlainTextOptions:
    """``layout``: ``lines`` (a cell a line), ``spaces`` (a row a line, blanks between), ``joined`` (a row a line,
    nothing between), ``stripped`` (a table a line, nothing between), ``aligned`` (columns of characters), ``grid``
    (drawn with + - |), ``box`` (drawn with box characters).

    ``blank``: what stands for an empty cell in ``lines``: ``line`` an empty line, ``nothing``.
    ``apart``: an empty line behind each line. ``wrap``: labels broken into lines of so many characters.
    ``page``: so many lines a page; pages end with a number and a form feed. ``newline``: the end of each line.
    """

    layout: str = "lines"
    blank: str = "nothing"
    apart: bool = False
    wrap: int | None = None
    page: int | None = None
    newline: str = "\n"
    typing: Typing | None = None
    statistics: StatisticsOptions | None = None


def print_plain_text(truth: Truth, options: PlainTextOptions | None = None) -> bytes:
    """The whole report as UTF-8 text."""
    options = options or PlainTextOptions()
    lines = [truth.title, truth.notice, *truth.opening]
    for part in outline(truth, options.statistics):
        if isinstance(part, Section):
            lines += [f"{part.number}、{part.title}", *part.paragraphs]
            continue
        lines.append(part.heading)
        for table in part.grids:
            lines += _PRINTERS[options.layout](type_labels(table, options.typing) if options.typing else table, options)
    if options.apart:
        lines = [each for line in lines for each in (line, "")]
    return options.newline.join(_paged(lines, options.page) if options.page else lines).encode()


def _paged(lines: list[str], length: int) -> list[str]:
    pages = [lines[start : start + length] for start in range(0, len(lines), length)]
    return [line for number, page in enumerate(pages, start=1) for line in (*page, f"- {number} -", "\f")]


def _rows(table: TableLayout) -> list[list[Slot]]:
    return [[slot for slot in table.slots if slot.row == row] for row in range(table.rows)]


def _wrapped(slot: Slot, width: int | None) -> list[str]:
    if slot.address or not width or not slot.text or slot.text.isdecimal():
        return [slot.text]
    return [slot.text[start : start + width] for start in range(0, len(slot.text), width)]


def _lines(table: TableLayout, options: PlainTextOptions) -> list[str]:
    return [
        line
        for row in _rows(table)
        for slot in row
        for line in _wrapped(slot, options.wrap)
        if slot.text or options.blank == "line"
    ]


def _spaces(table: TableLayout, options: PlainTextOptions) -> list[str]:
    lines = []
    for row in _rows(table):
        parts = [part for slot in row for part in _wrapped(slot, options.wrap) if part]
        lines.append(" ".join(parts))
    return lines


def _joined(table: TableLayout, options: PlainTextOptions) -> list[str]:
    return ["".join(slot.text for slot in row) for row in _rows(table)]


def _stripped(table: TableLayout, options: PlainTextOptions) -> list[str]:
    return ["".join(slot.text for slot in table.slots)]


def _aligned(table: TableLayout, options: PlainTextOptions) -> list[str]:
    """Columns two blanks apart; the values stand beside the middle line of a label."""
    rows = _rows(table)
    widths = [0] * table.columns
    for slot in table.slots:
        if slot.column_span == 1:
            widths[slot.column] = max(widths[slot.column], *map(display_width, _wrapped(slot, options.wrap)))
    starts = [sum(widths[:column]) + 2 * column for column in range(table.columns)]
    lines = []
    for row in rows:
        height = max((len(_wrapped(slot, options.wrap)) for slot in row), default=0)
        printed = [""] * height
        for slot in row:
            texts = _wrapped(slot, options.wrap)
            top = (height - len(texts)) // 2
            for down, text in enumerate(texts):
                line = printed[top + down]
                printed[top + down] = line + " " * max(1, starts[slot.column] - display_width(line)) + text
        lines += [line.rstrip() for line in printed]
    return lines


def display_width(text: str) -> int:
    """Columns of a terminal: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _drawn(corner: str, dash: str, bar: str) -> Callable[[TableLayout, PlainTextOptions], list[str]]:
    def draw(table: TableLayout, options: PlainTextOptions) -> list[str]:
        rows = [[""] * table.columns for _ in range(table.rows)]
        for slot in table.slots:
            rows[slot.row][slot.column] = slot.text
        cells = [[_cut(text, options.wrap) for text in row] for row in rows]
        widths = [
            max(display_width(line) for row in cells for line in (*row[column], "")) for column in range(table.columns)
        ]
        rule = corner + corner.join(dash * (width // display_width(dash) + 2) for width in widths) + corner
        lines = [rule]
        for row in cells:
            for down in range(max(map(len, row))):
                parts = [each[down] if down < len(each) else "" for each in row]
                lines.append(
                    bar + bar.join(_padded(part, width) for part, width in zip(parts, widths, strict=True)) + bar
                )
            lines.append(rule)
        return lines

    return draw


def _cut(text: str, width: int | None) -> list[str]:
    whole = width or max(len(text), 1)
    return [text[start : start + whole] for start in range(0, len(text), whole)] or [""]


def _padded(text: str, width: int) -> str:
    return f" {text}{' ' * (width - display_width(text))} "


_PRINTERS: dict[str, Callable[[TableLayout, PlainTextOptions], list[str]]] = {
    "lines": _lines,
    "spaces": _spaces,
    "joined": _joined,
    "stripped": _stripped,
    "aligned": _aligned,
    "grid": _drawn("+", "-", "|"),
    "box": _drawn("┼", "─", "│"),
}
