"""Text, which may hold tables of HTML as Markdown may: read as a page's tables are, and placed where they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.document import Block, Document, Grid
from parsers.readers import text
from parsers.readers.encoding import decode
from parsers.readers.text_lines import Line, split_lines

#: one that nothing ends runs to the end of the text; some programs make a page of each table
_TABLE = re.compile(
    r"(?:<html>\s*<body>\s*)?<table\b.*?(?:</table>(?:\s*</body>\s*</html>)?|\Z)", re.DOTALL | re.IGNORECASE
)
#: stands in the text for a table that was taken out; a character for private use
_MARK = "\ue0fe"


def read(payload: bytes) -> Document:
    """The document of a text; its blocks are those of the text between the tables and those of the tables.

    Raises UnreadableError when there is no text, or too much of it.
    """
    if b"<table" not in payload.lower():
        return text.read(payload)
    text.check_length(payload)
    decoded = decode(payload)
    whole = decoded.text.replace(_MARK, " ")
    tables = iter([match[0] for match in _TABLE.finditer(whole)])
    lines = split_lines(_TABLE.sub(lambda match: _MARK + "\n" * match[0].count("\n"), whole))
    blocks = [block for part in _parts(lines, tables) for block in part]
    return Document(tuple(blocks), text.MEDIA_TYPE, findings=decoded.findings)


def _parts(lines: Sequence[Line], tables: Iterator[str]) -> Iterator[Sequence[Block]]:
    """The blocks of the lines between the tables, and of each table, in turn."""
    run: list[Line] = []
    for line in lines:
        *before, rest = line.text.split(_MARK)
        offset = 0
        for words in before:
            yield tuple(text.blocks_of([*run, _part(line, offset, words)]))
            run = []
            yield _placed(next(tables), line, offset + len(words))
            offset += len(words) + 1
        run.append(_part(line, offset, rest) if before else line)
    yield tuple(text.blocks_of(run))


def _part(line: Line, offset: int, words: str) -> Line:
    columns = line.columns or range(len(line.text))
    return line._replace(text=words, columns=tuple(columns[offset : offset + len(words)]))


def _placed(table: str, line: Line, offset: int) -> list[Block]:
    from parsers.readers import html  # of texts few hold such tables, and what reads them takes long to load

    place = line.place(offset)
    return [
        replace(block, cells=tuple(cell._replace(place=place) for cell in block.cells))
        if isinstance(block, Grid)
        else replace(block, place=place)
        for block in html.read(table.encode()).blocks
    ]
