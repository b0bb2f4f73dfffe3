"""Tables of which an extractor broke the line behind every cell, and kept the bars.

A line holds one cell and its bar, or only the bars of empty cells. Where the bars do not tell how wide the rows are,
they tell less than the words and the values do: such lines are read as those of a table without bars.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.document import Grid
from parsers.readers.text_cell_rows import grid_of_cells
from parsers.readers.text_drawn import is_rule, plain
from parsers.readers.text_lines import Line

#: of one cell each, one after the other: a table with whole rows has fewer such rows together
_FEWEST = 8
#: where a bar stands in a line of its own, which no table with whole rows has
_FEWEST_BESIDE_A_BAR = 2
#: cells with a bar behind them for each whose bar stands alone on the next line, where cells are written so
_FEW_BARE = 4


def parted(lines: Sequence[Line]) -> Iterator[Grid | Sequence[Line]]:
    """The lines, with a grid, or else blanks for the bars, in place of every run of lines that hold one cell each."""
    texts = [plain(line.text).strip() for line in lines]
    if not any("|" in text for text in texts):
        yield lines
        return
    kept: list[Line] = []
    done = 0
    for start, end in _runs(texts):
        kept += lines[done:start]
        if grid := grid_of_cells(lines[start:end]):
            yield kept
            yield grid
            kept = []
        else:
            kept += map(_without_bars, lines[start:end])
        done = end
    yield [*kept, *lines[done:]]


def _without_bars(line: Line) -> Line:
    text = line.text
    bare = "".join(" " if bar == "|" else character for character, bar in zip(text, plain(text), strict=True))
    return line._replace(text=bare)


def _runs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each run; a cell without a bar of its own belongs to it where bars stand in the next line.

    A single bar there, where nearly all cells have their own, begins a row: what stands above it is none of the table.
    """
    start, filled, fewest = 0, 0, _FEWEST
    own = sum(text.endswith("|") and text.strip("| ") != "" for text in texts)
    bare = sum("|" not in text and following == "|" for text, following in pairwise(texts))
    for at, text in enumerate([*texts, "end"]):
        following = texts[at + 1] if at + 1 < len(texts) else ""
        begins_row = following == "|" and bare * _FEW_BARE < own
        if at < len(texts) and (not text or _holds_one_cell(text, "" if begins_row else following)):
            filled += text.strip("| ") != ""
            fewest = _FEWEST_BESIDE_A_BAR if text == "|" else fewest
            continue
        if filled >= fewest:
            yield start, at
        start, filled, fewest = at + 1, 0, _FEWEST


def _holds_one_cell(text: str, following: str) -> bool:
    if "|" not in text:
        return following != "" and not following.strip("| ")
    return "|" not in text.strip("| ") and not is_rule(text)
