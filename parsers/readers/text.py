"""Plain text as extractors leave it: prose, tables with tabs or drawn bars between cells, tables dissolved into lines.

Such tables have lost their geometry: rows may start or end with empty cells that mean nothing. The grids are therefore
not ``exact``: only the order of cells within a row can be trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.document import Block, Cell, Document, Grid, Paragraph, UnreadableError
from parsers.readers import text_drawn, text_loose, text_statistics
from parsers.readers.encoding import decode
from parsers.readers.limits import LARGEST_GRID, LARGEST_TEXT
from parsers.readers.text_cells import parted
from parsers.readers.text_lines import Line, split_lines
from parsers.readers.text_rows import METHOD

MEDIA_TYPE = "text/plain"
_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_BULLET = re.compile(r"^\s*[-*+]\s+")
TABS, BARS, RULE, LOOSE = "tabs", "bars", "rule", "loose"
_DRAWN = {BARS, RULE}
#: lines above and below a line of dashes that may belong to its table
_LONGEST_HEADER, _LONGEST_TABLE = 20, 400


def read(payload: bytes) -> Document:
    """A document of paragraphs (one a line) and grids (neighbouring lines that hold tabs or bars, or rows of a table).

    Raises UnreadableError when there is no text, or too much of it.
    """
    check_length(payload)
    decoded = decode(payload)
    if not decoded.text.strip():
        raise UnreadableError("empty: the file holds no text")
    return Document(tuple(blocks_of(split_lines(decoded.text))), MEDIA_TYPE, findings=decoded.findings)


def check_length(payload: bytes) -> None:
    """Raises UnreadableError for a text too large to be read."""
    if len(payload) > LARGEST_TEXT:
        raise UnreadableError(f"too large: the text has {len(payload)} bytes, {LARGEST_TEXT} are read at most")


def blocks_of(lines: Sequence[Line]) -> Iterator[Block]:
    """Lines as blocks: tables of a cell a line, runs of lines with tabs, runs with bars, and what is between them."""
    for part in parted(lines):
        yield from [part] if isinstance(part, Grid) else _blocks_between(part)


def _blocks_between(lines: Sequence[Line]) -> Iterator[Block]:
    kinds = _kinds(lines)
    start = 0
    while start < len(lines):
        kind = kinds[start]
        end = _run_end(lines, kinds, start)
        run = lines[start:end]
        if kind == TABS:
            yield _tab_grid(run)
        elif kind == LOOSE:
            yield from _dashed_and_loose(run)
        elif BARS in kinds[start:end]:
            _check_size(run, "|")
            run = [line for line in run if line.text.strip()]
            grid = text_drawn.read_bars(run, ruled=kinds[start] == RULE or kinds[start:end].count(RULE) > 2)
            yield from [grid] if grid.cells else _dashed_and_loose(run)
        start = end


def _run_end(lines: Sequence[Line], kinds: Sequence[str], start: int) -> int:
    """The line behind those that belong together; an empty line inside a table that began with a rule ends nothing."""
    end = start + 1
    while end < len(lines):
        if kinds[end] == kinds[start] or {kinds[start], kinds[end]} <= _DRAWN:
            end += 1
            continue
        ahead = next((at for at in range(end, len(lines)) if lines[at].text.strip()), len(lines))
        if kinds[start] != RULE or ahead in (end, len(lines)):
            break
        beside = {kinds[end - 1], kinds[ahead]}
        if not beside <= _DRAWN or BARS not in beside:  # between two rules one table ends and another begins
            break
        end = ahead
    return end


def _kinds(lines: Sequence[Line]) -> list[str]:
    """What each line is; bars count where a line begins with one, or a neighbour has bars too."""
    plain = [text_drawn.plain(line.text) for line in lines]
    counts = [text_drawn.bars(text) for text in plain]
    kinds = []
    for at, line in enumerate(lines):
        beside = max(counts[max(at - 1, 0)] if at else 0, counts[at + 1] if at + 1 < len(lines) else 0)
        if text_drawn.is_rule(plain[at]):
            kinds.append(RULE)
        elif "\t" in line.text.strip(" "):
            kinds.append(TABS)
        elif counts[at] and (beside or (counts[at] > 1 and plain[at].lstrip().startswith("|"))):
            kinds.append(BARS)
        else:
            kinds.append(LOOSE)
    return kinds


def _dashed_and_loose(lines: Sequence[Line]) -> Iterator[Block]:
    start = at = 0
    while at < len(lines):
        table = None
        if text_drawn.heads_dash_columns(lines[at].text):
            base = max(start, at - _LONGEST_HEADER)
            table = text_drawn.read_dash_columns(lines[base : at + _LONGEST_TABLE], at - base)
        if table is None:
            at += 1
            continue
        first, end, grid = table
        yield from _loose(lines[start : base + first])
        yield grid
        start = at = base + end
    yield from _loose(lines[start:])


def _loose(lines: Sequence[Line]) -> Iterator[Block]:
    for part in text_statistics.parted(lines):
        if isinstance(part, Grid):
            yield part
            continue
        for each in text_loose.tables_of(part):
            yield _paragraph(each) if isinstance(each, Line) else each


def _paragraph(line: Line) -> Paragraph:
    """A line of prose, without the marks that Markdown puts around a heading or in front of an item."""
    heading = _HEADING.match(line.text)
    text = heading[1].rstrip().rstrip("#").rstrip() if heading else _BULLET.sub("", line.text).strip()
    return Paragraph(text, line.place(len(line.text) - len(line.text.lstrip())), heading=heading is not None)


def _check_size(lines: Sequence[Line], mark: str) -> None:
    if sum(line.text.count(mark) for line in lines) > LARGEST_GRID:
        raise UnreadableError(f"too large: a table has more than {LARGEST_GRID} places")


def _tab_grid(lines: Sequence[Line]) -> Grid:
    _check_size(lines, "\t")
    cells = []
    columns = 0
    for row, line in enumerate(lines):
        offset = 0
        for column, part in enumerate(line.text.split("\t")):
            text = part.strip()
            place = line.place(min(offset + len(part) - len(part.lstrip()), len(line.text) - 1))
            cells.append(Cell(row, column, text, text, place=place))
            offset += len(part) + 1
            columns = max(columns, column + 1)
    return Grid(len(lines), columns, tuple(cells), METHOD, exact=False)
