"""Markdown whose tables are HTML, as programs that recognise printed pages write it."""

from __future__ import annotations

import pytest

from disclosure.report import TextPosition
from parsers import parse
from parsers.document import Grid, Paragraph
from parsers.readers.markdown import read
from parsers.sniff import HTML, TEXT, sniff
from replica.press.layout import TableLayout
from replica.press.outline import outline
from replica.press.truth import FMT2019, FMT2021, HYBRID, Section, Truth, expected_json, make_truth

EDITIONS = {"2021": FMT2021, "2019": FMT2019, "hybrid": HYBRID}
WRAPPINGS = {"one line": ("", "", ""), "a row a line": ("", "\n", ""), "page": ("<html><body>", "", "</body></html>")}


def table_of(table: TableLayout, wrapping: str) -> str:
    front, between, back = WRAPPINGS[wrapping]
    rows = [
        "<tr>"
        + "".join(
            f'<td rowspan="{slot.row_span}" colspan="{slot.column_span}">{slot.text}</td>'
            for slot in table.slots
            if slot.row == row
        )
        + "</tr>"
        for row in range(table.rows)
    ]
    return f"{front}<table>{between}{between.join(rows)}{between}</table>{back}"


def text_of(truth: Truth, wrapping: str) -> str:
    parts = [f"# {truth.title}", *truth.opening]
    for part in outline(truth, None):
        if isinstance(part, Section):
            parts += [f"## {part.number}、{part.title}", *part.paragraphs]
        else:
            parts += [f"## {part.heading}", *(table_of(table, wrapping) for table in part.grids)]
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("editions", EDITIONS)
def test_cells_chapters_and_title(editions: str, wrapping: str) -> None:
    truth = make_truth(37, editions=EDITIONS[editions])
    report = parse(text_of(truth, wrapping).encode())
    values = {address: None if cell.value is None else float(cell.value) for address, cell in report.cells.items()}
    assert values == {address: cell["value"] for address, cell in expected_json(truth).items()}
    assert [section.number for section in report.sections] == list("一二三四五六")
    assert report.agency is not None
    assert (report.agency.name, report.year) == (truth.agency, truth.year)


def test_a_table_stands_where_it_begins() -> None:
    first, grid, last = read("前\n\n文<table>\n<tr><td>甲</td><td>7</td></tr>\n</table>\n后\n".encode()).blocks[1:]
    assert isinstance(first, Paragraph)
    assert isinstance(grid, Grid)
    assert isinstance(last, Paragraph)
    assert [(cell.text, cell.place) for cell in grid.cells] == [
        ("甲", (TextPosition(3, 2),)),
        ("7", (TextPosition(3, 2),)),
    ]
    assert (first.text, last.text, last.place) == ("文", "后", (TextPosition(6, 1),))


@pytest.mark.parametrize(
    ("payload", "media_type"),
    [
        (b"# a\n\n<table><tr><td>1</td></tr></table>\n", TEXT),
        (b"# a\n\n<html><body><table><tr><td>1</td></tr></table></body></html>\n", TEXT),
        (b"# a\n\n<table><tr><td>1", TEXT),
        (b"<table><tr><td>1</td></tr></table>\n", HTML),
        (b"a<p>b</p><table><tr><td>1</td></tr></table>\n", HTML),
        (b"\n<!DOCTYPE html><table></table>", HTML),
    ],
)
def test_what_is_text(payload: bytes, media_type: str) -> None:
    assert sniff(payload) == media_type
