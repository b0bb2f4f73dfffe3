"""Reports as plain text, their tables written as a test wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from replica.press.layout import TableLayout
from replica.press.outline import outline
from replica.press.truth import FMT2019, FMT2021, HYBRID, Section, Truth

EDITIONS = {"2021": FMT2021, "2019": FMT2019, "hybrid": HYBRID}


def outlined(truth: Truth, lines_of: Callable[[TableLayout], Iterable[str]], *, front: str = "") -> str:
    """Title, chapters and tables, an empty line behind each line of prose and each table; ``front``: of such a line."""
    lines = [front + truth.title, ""]
    for part in outline(truth, None):
        if isinstance(part, Section):
            prose, grids = [f"{part.number}、{part.title}", *part.paragraphs], ()
        else:
            prose, grids = [part.heading], part.grids
        lines += [each for line in prose for each in (front + line, "")]
        lines += [each for grid in grids for each in (*lines_of(grid), "")]
    return "\n".join(lines)
