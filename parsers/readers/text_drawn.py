"""Tables that are drawn with characters: bars between cells, rules between rows, or only dashes under each column.

Markdown and wiki pipes, grids of + - |, box-drawing characters, and the dashed columns of pandoc. Bars and rules part
cells and lines of a cell, not merged cells: the grids are not ``exact``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from parsers.document import Cell, Grid
from parsers.readers.text_filled import are_filled_up, lack_one, without_lacking
from parsers.readers.text_lines import Line
from parsers.readers.text_rows import METHOD

_PLAIN = str.maketrans(
    {**dict.fromkeys("│┃║┆┊╎¦｜", "|"), **dict.fromkeys("─━═┄┈╌═", "-")}
    | {chr(code): "+" for code in range(0x250C, 0x254C)}
    | {chr(code): "+" for code in range(0x2552, 0x256D)}
)
_PIPE = re.compile(r"(?<!\\)\|")
# Possessive: of a line of a million blanks each is looked at once.
_RULE = re.compile(r"^\s*+[|+:=-](?:[|+:=-]|\s)*+$")
_DASHES = re.compile(r"-{2,}+|={2,}+")
_DASH_COLUMNS = re.compile(r"^\s*+(?:-{2,}+(?:\s++-{2,}+)++|={2,}+(?:\s++={2,}+)++)\s*+$")
_DASH_LINE = re.compile(r"^\s*+-{3,}+\s*+$")
#: what pads a cell; html2text draws the rule under a row with underscores
_FILLING = " \t\u3000\xa0_"
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


class _Part(NamedTuple):
    """What one line holds of a cell: its text, and where that begins. ``fills``: no blank is left in the column."""

    text: str
    line: Line
    offset: int
    fills: bool


_Cells = list[_Part]


def plain(text: str) -> str:
    """A line with bars, dashes and corners of one kind each; no character moves."""
    return text.translate(_PLAIN)


def is_rule(text: str) -> bool:
    """Whether a plain line only parts rows: dashes with bars or corners between."""
    return _RULE.match(text) is not None and ("|" in text or "+" in text) and _DASHES.search(text) is not None


def bars(text: str) -> int:
    """How many bars of a plain line part cells."""
    return len(_PIPE.findall(text)) if "|" in text else 0


def read_bars(lines: Sequence[Line], *, ruled: bool) -> Grid:
    """The grid of neighbouring lines with bars. ``ruled``: a rule parts every two rows, so that cells have lines."""
    rows: list[list[_Cells]] = [[]]
    filled_up = are_filled_up([text for line in lines if not is_rule(text := plain(line.text))])
    for line in lines:
        text = plain(line.text)
        if is_rule(text):
            rows.append([])
            continue
        parts = _split(line, without_lacking(text) if filled_up else text)
        torn = any(_is_dashes(part.text) for part in parts)  # the rule of some columns only
        if not torn:
            rows[-1].append(parts)
        if torn or not ruled:
            rows.append([])
    open_ends = ruled and len(lines) > 1
    begun, unfinished = (open_ends and not is_rule(plain(lines[at].text)) for at in (0, -1))
    filled = [row for row in rows if row]
    if not filled:
        return Grid(0, 0, (), METHOD, exact=False)
    printed = [cells for row in filled for cells in _merge(row)]
    if filled_up:
        texts = [[cell[0].text for cell in cells] for cells in printed]
        printed = [cells[:-1] if one else cells for cells, one in zip(printed, lack_one(texts), strict=True)]
    # A row that no rule closes, or opens, may go on elsewhere.
    first, last = (len(_merge(filled[at])) if is_torn else 0 for at, is_torn in ((0, begun), (-1, unfinished)))
    return _grid(printed, frozenset((*range(first), *range(len(printed) - last, len(printed)))))


def _is_dashes(text: str) -> bool:
    return len(text) > 2 and set(text) <= {"-", "+", "="}


def _split(line: Line, text: str) -> _Cells:
    edges = [match.start() for match in _PIPE.finditer(text)]
    if not text[: edges[0]].strip():
        edges = edges[1:] if len(edges) > 1 else edges
        start = text.index("|") + 1
    else:
        start = 0
    ends = edges if not text[edges[-1] + 1 :].strip() else [*edges, len(text)]
    parts = []
    for end in ends:
        parts.append(_part(line, start, end))
        start = end + 1
    return parts


def _part(line: Line, start: int, end: int) -> _Part:
    text = line.text[start:end]
    bare = text.strip(_FILLING)
    offset = start + len(text) - len(text.lstrip(_FILLING)) if bare else start
    return _Part(bare.replace("\\|", "|"), line, offset, fills=len(text) - len(text.rstrip()) <= 1)


def _merge(row: Sequence[_Cells]) -> list[list[_Cells]]:
    """The lines of one row as its cells; as rows of their own where they do not have the same bars."""
    if len({len(parts) for parts in row}) > 1:
        return [[[part] for part in parts] for parts in row]
    return [[[parts[column] for parts in row] for column in range(len(row[0]))]]


def _grid(rows: Sequence[Sequence[_Cells]], torn: frozenset[int] = frozenset()) -> Grid:
    cells = []
    for row, parts_of in enumerate(rows):
        for column, parts in enumerate(parts_of):
            filled = [part for part in parts if part.text] or parts[:1]
            raw = filled[0].text
            for before, part in pairwise(filled):
                # Only a line that the column's width ended runs on in the next.
                raw += part.text if before.fills else f"\n{part.text}"
            raw = _BREAK.sub("\n", raw)
            place = filled[0].line.place(min(filled[0].offset, max(len(filled[0].line.text) - 1, 0)))
            cells.append(Cell(row, column, "".join(raw.split("\n")), raw, place=place))
    return Grid(len(rows), max(map(len, rows)), tuple(cells), METHOD, exact=False, unsure=torn)


def heads_dash_columns(text: str) -> bool:
    """Whether a line is dashes under each of several columns."""
    return _DASH_COLUMNS.match(text) is not None


def read_dash_columns(lines: Sequence[Line], ruler: int) -> tuple[int, int, Grid] | None:
    """The table around the line of dashes: its first line, the line behind it, its grid; None if text crosses columns.

    Behind an equal line, or a line of nothing but dashes, the table ends; else at the first empty line. Where empty
    lines part its rows, a cell may have several lines.
    """
    dashes = lines[ruler].text
    spans = [match.span() for match in re.finditer(r"-+|=+", dashes)]
    blank = next((at for at in range(ruler + 1, len(lines)) if not lines[at].text.strip()), len(lines))
    closing = _closing(lines, ruler, blank)
    stop = closing or blank
    first = ruler
    while first and lines[first - 1].text.strip() and not _DASH_LINE.match(lines[first - 1].text):
        first -= 1
    body = lines[ruler + 1 : stop]
    rows: list[list[_Cells]] = [[]]
    apart = any(not line.text.strip() for line in body)
    for line in (*lines[first:ruler], None, *body):
        if line is None or not line.text.strip() or heads_dash_columns(line.text):
            rows.append([])
            continue
        parts = _columns(line, [start for start, _ in spans])
        if parts is None:
            return None
        rows[-1].append(parts)
        if not apart:
            rows.append([])
    merged = [cells for row in rows if row for cells in _merge(row)]
    return (first, stop + (closing is not None), _grid(merged)) if merged else None


def _closing(lines: Sequence[Line], ruler: int, blank: int) -> int | None:
    """The line of dashes that ends a table; reStructuredText has three in all, the second under the header."""
    again = [at for at in range(ruler + 1, blank) if lines[at].text.strip() == lines[ruler].text.strip()]
    if again:
        return again[-1]
    ends = (at for at in range(blank, len(lines)) if _ends(lines[at].text, lines[ruler].text))
    return next(ends, None)


def _ends(text: str, dashes: str) -> bool:
    return text.strip() == dashes.strip() or _DASH_LINE.match(text) is not None


def _columns(line: Line, starts: Sequence[int]) -> _Cells | None:
    """The line cut at columns of a terminal; None where a cut would go through a word."""
    places, column = {}, 0
    for offset, character in enumerate(line.text):
        places[column] = offset
        column += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    cuts = [0]
    for start in starts[1:]:
        if start >= column:
            cuts.append(len(line.text))
        elif start not in places or not line.text[places[start] - 1].isspace():
            return None
        else:
            cuts.append(places[start])
    return [_part(line, start, end) for start, end in pairwise([*cuts, len(line.text)])]
