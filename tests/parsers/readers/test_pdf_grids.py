"""Ruled grids of any shape drawn as PDF come back as they were drawn, over page ends too."""

from __future__ import annotations

import random
from dataclasses import dataclass
from io import BytesIO

import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from parsers.document import Document, Grid
from parsers.readers.pdf import read

LEFT, TOP = 60.0, 70.0
HEIGHT = float(A4[1])


@dataclass(frozen=True)
class Box:
    """A cell to draw: row, column, spans and what is printed in it."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(frozen=True)
class Drawing:
    """A table to draw, and how. ``sides``: whether the outer vertical rules are drawn."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    boxes: tuple[Box, ...]
    filled: bool = False
    sides: bool = True

    def edges(self) -> tuple[list[float], list[float]]:
        return _sums(LEFT, self.widths), _sums(TOP, self.heights)


def _sums(start: float, lengths: tuple[float, ...]) -> list[float]:
    edges = [start]
    for length in lengths:
        edges.append(edges[-1] + length)
    return edges


def tile(rng: random.Random, rows: int, columns: int) -> tuple[Box, ...]:
    """Boxes of random spans that cover the grid, each with a number of its own, one in eight empty."""
    free = {(row, column) for row in range(rows) for column in range(columns)}
    numbers = iter(rng.sample(range(10, 10_000), rows * columns))
    boxes = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            wide, high = rng.choice((1, 1, 1, 2, 3)), rng.choice((1, 1, 1, 2, 3))
            wide = next(w for w in range(wide, 0, -1) if all((row, column + x) in free for x in range(w)))
            span = [(row + y, column + x) for y in range(high) for x in range(wide)]
            high = high if set(span) <= free else 1
            free -= {(row + y, column + x) for y in range(high) for x in range(wide)}
            text = "" if rng.random() < 0.125 else str(next(numbers))
            boxes.append(Box(row, column, high, wide, text))
    return tuple(boxes)


def draw(canvas: Canvas, drawing: Drawing) -> None:
    xs, ys = drawing.edges()
    for box in drawing.boxes:
        x0, x1 = xs[box.column], xs[box.column + box.column_span]
        y0, y1 = ys[box.row], ys[box.row + box.row_span]
        for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            if a == c and a in (xs[0], xs[-1]) and not drawing.sides:
                continue
            if drawing.filled:
                canvas.rect(a - 0.25, HEIGHT - d - 0.25, c - a + 0.5, d - b + 0.5, stroke=0, fill=1)
            else:
                canvas.line(a, HEIGHT - b, c, HEIGHT - d)
        canvas.setFont("Helvetica", 8)
        canvas.drawCentredString((x0 + x1) / 2, HEIGHT - (y0 + y1) / 2 - 3, box.text)


def printed(*drawings: Drawing, prose: str = "Notes that make the text layer long enough") -> bytes:
    """A PDF with a page for each drawing, and a line of prose above the first table."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawString(LEFT, HEIGHT - 50, prose)
    for number, drawing in enumerate(drawings, start=1):
        draw(canvas, drawing)
        canvas.setFont("Helvetica", 9)
        canvas.drawCentredString(float(A4[0]) / 2, 30, f"- {number} -")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def boxes_of(grid: Grid) -> set[Box]:
    return {Box(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells}


def without_hidden_edges(boxes: tuple[Box, ...]) -> set[Box]:
    """The boxes numbered by the edges that are drawn: one that no cell begins or ends at cannot be seen."""
    rows = sorted({box.row for box in boxes} | {box.row + box.row_span for box in boxes})
    columns = sorted({box.column for box in boxes} | {box.column + box.column_span for box in boxes})
    return {
        Box(
            rows.index(box.row),
            columns.index(box.column),
            rows.index(box.row + box.row_span) - rows.index(box.row),
            columns.index(box.column + box.column_span) - columns.index(box.column),
            box.text,
        )
        for box in boxes
    }


@st.composite
def drawings(pick: st.DrawFn) -> Drawing:
    rows, columns = pick(st.integers(2, 14)), pick(st.integers(2, 9))
    rng = random.Random(pick(st.integers(0, 2**32)))
    widths = tuple(rng.uniform(26, 52) for _ in range(columns))
    heights = tuple(rng.uniform(14, 40) for _ in range(rows))
    return Drawing(widths, heights, tile(rng, rows, columns), filled=pick(st.booleans()))


@given(drawing=drawings())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_a_grid_with_any_spans_comes_back_exactly(drawing: Drawing) -> None:
    visible = without_hidden_edges(drawing.boxes)
    (grid,) = grids(read(printed(drawing))) if len(visible) > 1 else (None,)
    if grid is not None:
        assert boxes_of(grid) == visible
        assert grid.exact


@given(seed=st.integers(0, 2**32), rows=st.integers(2, 10), columns=st.integers(3, 9), filled=st.booleans())
@settings(max_examples=25)
def test_open_sides_lose_nothing(seed: int, rows: int, columns: int, filled: bool) -> None:
    rng = random.Random(seed)
    numbers = iter(rng.sample(range(10, 10_000), rows * columns))
    boxes = tuple(Box(row, column, 1, 1, str(next(numbers))) for row in range(rows) for column in range(columns))
    drawing = Drawing((40.0,) * columns, (20.0,) * rows, boxes, filled, sides=False)
    (grid,) = grids(read(printed(drawing)))
    assert boxes_of(grid) == set(boxes)


@given(
    seed=st.integers(0, 2**32), parts=st.lists(st.integers(1, 12), min_size=2, max_size=4), columns=st.integers(2, 8)
)
@settings(max_examples=25)
def test_whole_rows_on_consecutive_pages_are_one_grid(seed: int, parts: list[int], columns: int) -> None:
    rng = random.Random(seed)
    numbers = iter(rng.sample(range(10, 10_000), sum(parts) * columns))
    widths = tuple(rng.uniform(26, 52) for _ in range(columns))
    pages, expected, above = [], set(), 0
    for rows in parts:
        boxes = tuple(Box(row, column, 1, 1, str(next(numbers))) for row in range(rows) for column in range(columns))
        pages.append(Drawing(widths, (20.0,) * rows, boxes))
        expected |= {Box(box.row + above, box.column, 1, 1, box.text) for box in boxes}
        above += rows
    (grid,) = grids(read(printed(*pages)))
    assert boxes_of(grid) == expected
    assert (grid.rows, grid.columns) == (sum(parts), columns)


def test_each_cell_says_where_it_was_printed() -> None:
    drawing = Drawing((40.0, 60.0), (20.0, 30.0), tile(random.Random(3), 2, 2))
    (grid,) = grids(read(printed(drawing)))
    xs, ys = drawing.edges()
    for cell in grid.cells:
        ((x0, top, x1, bottom),) = [place.box for place in cell.place]  # type: ignore[union-attr]
        expected = (xs[cell.column], ys[cell.row], xs[cell.column + cell.column_span], ys[cell.row + cell.row_span])
        assert (x0, top, x1, bottom) == pytest.approx(expected, abs=1)


@pytest.mark.parametrize("seed", range(6))
def test_pdfplumber_sees_the_same_texts(seed: int) -> None:
    rng = random.Random(seed)
    drawing = Drawing((45.0,) * 6, (24.0,) * 9, tile(rng, 9, 6))
    payload = printed(drawing)
    with pdfplumber.open(BytesIO(payload)) as document:
        (table,) = document.pages[0].extract_tables()
    (grid,) = grids(read(payload))
    assert sorted(text for row in table for text in row if text) == sorted(
        cell.text for cell in grid.cells if cell.text
    )
