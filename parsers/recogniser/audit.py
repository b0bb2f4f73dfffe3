"""What no table of the form took: each cell with text is read, ignored by a named rule, or reported as left over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from disclosure.data import load_yaml
from disclosure.labels import key, normalise
from disclosure.report import Finding, Severity
from parsers.document import Block, Cell, Grid
from parsers.recogniser.lexicon import CAPTION, lexicon
from parsers.recogniser.rows import Tables
from parsers.recogniser.sections import section_number
from parsers.values import is_value

#: characters of left-over text that a finding repeats
_LONGEST_ECHO = 2000
_SHOWN = 5
#: two words of a card may stand in any table
_FEWEST_NAMED = 3
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}[,.](?=.{2,40}$)(?!.*[.;,]$)")
_ARABIC = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Ignored:
    cells: re.Pattern[str]
    tables: re.Pattern[str]


@cache
def _ignored() -> _Ignored:
    data = load_yaml(files(__package__).joinpath("ignored.yaml").read_text(encoding="utf-8"))
    return _Ignored(*(re.compile("|".join(f"(?:{each['pattern']})" for each in data[scope])) for scope in data))


@lru_cache(maxsize=4096)
def _is_ignored(text: str) -> bool:
    return _ignored().cells.fullmatch(normalise(text)) is not None


@lru_cache(maxsize=8192)
def _is_word_of_the_form(text: str) -> bool:
    """Whether a text is a label, a header, a group, a caption or a heading of the form, or a piece of one."""
    stem = key(text)
    if is_value(text) or _ARABIC.search(stem):
        return False
    return stem in lexicon().everything or CAPTION.search(stem) is not None or section_number(text) is not None


def audit(blocks: Sequence[Block], tables: Tables, read: Iterable[Cell]) -> list[Finding]:
    """One finding for each table with cells left over, and one for each heading of a chapter that the form lacks.

    ``read``: the cells that became readings, or that another finding shows.
    """
    taken = set(map(id, read))
    statutory = {id(row.grid) for row in tables.rows} | {id(header.grid) for header in tables.headers}
    findings = []
    number = 0
    for block in blocks:
        if not isinstance(block, Grid):
            if statutory and _is_foreign_chapter(block.text):
                message = f"a heading that the form does not have: {block.text.strip()}"
                findings.append(Finding("heading_left_over", Severity.INFO, message, found=block.text.strip()))
            continue
        number += 1
        known = id(block) in statutory
        if known or not is_page_furniture(block):
            left = [cell for cell in block.cells if cell.text and id(cell) not in taken]
            left = [cell for cell in left if not _is_explained(cell.text, known=known)]
            if left and (left := _without_serials(left)):
                findings.append(_left_over(number, left))
    return findings


def _is_explained(text: str, *, known: bool) -> bool:
    return (known and _is_word_of_the_form(text)) or _is_ignored(text)


def _without_serials(cells: Sequence[Cell]) -> list[Cell]:
    """Leaves out a column, or a row, of numbers that count from 1: those number the rows or the columns."""
    numbers = [cell for cell in cells if cell.text.isdecimal()]
    counting: set[int] = set()
    for line in ("column", "row"):
        lines: dict[int, list[Cell]] = {}
        for cell in numbers:
            lines.setdefault(getattr(cell, line), []).append(cell)
        for members in lines.values():
            values = [int(cell.text) for cell in members]
            if len(values) > 2 and values == list(range(1, len(values) + 1)):
                counting.update(map(id, members))
    return [cell for cell in cells if id(cell) not in counting]


def _is_foreign_chapter(text: str) -> bool:
    if len(text) > 100 or text[:1] not in "一二三四五六七八九十":
        return False
    return _CHAPTER.match(normalise(text)) is not None and section_number(text) is None


def is_page_furniture(grid: Grid) -> bool:
    """Whether half or more of a table's texts are those of a document's card or a page's menu."""
    texts = [normalise(cell.text).rstrip(":") for cell in grid.cells if cell.text]
    named = sum(_ignored().tables.fullmatch(text) is not None for text in texts)
    return named == len(texts) or (named >= _FEWEST_NAMED and 2 * named >= len(texts))


def _left_over(table: int, cells: Sequence[Cell]) -> Finding:
    numbers = any(is_value(cell.text) or _ARABIC.search(key(cell.text)) for cell in cells)
    shown = "; ".join(f"row {cell.row + 1} column {cell.column + 1} {cell.text[:40]!r}" for cell in cells[:_SHOWN])
    more = f" and {len(cells) - _SHOWN} more" if len(cells) > _SHOWN else ""
    return Finding(
        "left_over",
        Severity.WARNING if numbers else Severity.INFO,
        f"table {table} of the document: {len(cells)} cells have no place in the form: {shown}{more}",
        found=" | ".join(cell.text for cell in cells)[:_LONGEST_ECHO],
    )
