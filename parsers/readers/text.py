"""Plain text as extractors leave it: prose, tables with tabs between cells, Markdown headings and pipe tables.

Such tables have lost their geometry: rows may start or end with empty cells that mean nothing. The grids are therefore
not ``exact``: only the order of cells within a row can be trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from disclosure.report import TextPosition
from parsers.document import Block, Cell, Document, Grid, UnreadableError
from parsers.readers import text_loose
from parsers.readers.encoding import decode
from parsers.readers.limits import LARGEST_GRID, LARGEST_TEXT
from parsers.readers.text_lines import Line, split_lines
from parsers.readers.text_rows import METHOD

MEDIA_TYPE = "text/plain"
# Possessive: of a line of a million blanks each is looked at once.
_RULER = re.compile(r"^\s*+\|?\s*+:?-{2,}+:?\s*+(\|\s*+:?-{2,}+:?\s*+)*+\|?\s*+$")
_PIPE = re.compile(r"(?<!\\)\|")


def read(payload: bytes) -> Document:
    """A document of paragraphs (one a line) and grids (neighbouring lines that hold tabs or pipes).

    Raises UnreadableError when there is no text, or too much of it.
    """
    if len(payload) > LARGEST_TEXT:
        raise UnreadableError(f"too large: the text has {len(payload)} bytes, {LARGEST_TEXT} are read at most")
    decoded = decode(payload)
    if not decoded.text.strip():
        raise UnreadableError("empty: the file holds no text")
    return Document(tuple(blocks_of(split_lines(decoded.text))), MEDIA_TYPE, findings=decoded.findings)


def blocks_of(lines: Sequence[Line]) -> Iterator[Block]:
    table: list[tuple[int, list[tuple[int, str]]]] = []
    loose: list[Line] = []
    places = 0
    for line in lines:
        places += line.text.count("\t") + line.text.count("|")
        if places > LARGEST_GRID:
            raise UnreadableError(f"too large: a table has more than {LARGEST_GRID} places")
        if _RULER.match(line.text) and "|" in line.text:
            continue
        cells = _cells(line.text)
        if cells:
            yield from text_loose.blocks_of(loose)
            loose = []
            table.append((line.number, cells))
            continue
        if table:
            yield _grid(table)
            table = []
        places = 0
        loose.append(line)
    if table:
        yield _grid(table)
    yield from text_loose.blocks_of(loose)


def _cells(line: str) -> list[tuple[int, str]] | None:
    """(offset, text) of each cell of a table line; None for prose."""
    if "\t" in line:
        parts = line.split("\t")
    elif line.lstrip().startswith("|") and len(_PIPE.findall(line)) >= 2:
        parts = _PIPE.split(line.strip())[1:]
        parts = parts[:-1] if not parts[-1].strip() else parts
        offset = line.index("|") + 1
        return _placed(parts, offset)
    else:
        return None
    return _placed(parts, 0)


def _placed(parts: list[str], offset: int) -> list[tuple[int, str]]:
    cells = []
    for part in parts:
        cells.append((offset + len(part) - len(part.lstrip()), part.strip()))
        offset += len(part) + 1
    return cells


def _grid(table: list[tuple[int, list[tuple[int, str]]]]) -> Grid:
    cells = tuple(
        Cell(row, column, text, text, place=(TextPosition(number, offset + 1),))
        for row, (number, parts) in enumerate(table)
        for column, (offset, text) in enumerate(parts)
    )
    return Grid(len(table), max(len(parts) for _, parts in table), cells, METHOD, exact=False)
