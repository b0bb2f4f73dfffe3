"""Random grids with spans, for the readers to give back."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st


@dataclass(frozen=True)
class Box:
    """A cell as drawn: where it stands, how far it spans, its text."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(frozen=True)
class Drawn:
    rows: int
    columns: int
    boxes: tuple[Box, ...]


@st.composite
def drawn_grids(draw: st.DrawFn, max_rows: int = 6, max_columns: int = 6) -> Drawn:
    """A full partition of a grid into cells, at least two of them in the first row, each with a text of its own."""
    rows, columns = draw(st.integers(1, max_rows)), draw(st.integers(2, max_columns))
    taken: set[tuple[int, int]] = set()
    boxes = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            widest = next((c for c in range(column, columns) if (row, c) in taken), columns) - column
            width = draw(st.integers(1, max(1, min(widest, columns - 1))))
            height = draw(st.integers(1, rows - row))
            taken.update((row + down, column + right) for down in range(height) for right in range(width))
            boxes.append(Box(row, column, height, width, f"{draw(st.sampled_from('甲乙丙丁'))}{len(boxes) + 10}"))
    return Drawn(rows, columns, tuple(boxes))
