"""A table that its extractor left as paragraphs, one cell a line or one row a line, made a grid again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.document import Block, Cell, Grid, Paragraph
from parsers.recogniser.statistics.columns import CODE, LABEL, role_of
from parsers.recogniser.statistics.labels import LONGEST, begins_chapter, is_telling, left_open, lines_of_form
from parsers.recogniser.statistics.lines import lines_in_order
from parsers.recogniser.statistics.spelling import spelt
from parsers.recogniser.statistics.words import cells_of, is_cut_unsure, is_slot

#: rows with a label of the form or a part of one, before they are taken for its table
FEWEST_LINES = 12
#: and those that stand together, before they are a part of it
FEWEST_OF_CLUSTER = 4
_FEWEST_HEADS = 2
#: lines over which a narrow column breaks the explanation of a label
_MOST_PARTS = 20
#: characters of a row: two labels with their explanations, and their values
_LONGEST_ROW = 2 * LONGEST
_UNIT_AND_BRACKET = re.compile(r"\s*[条次]\s*[)）]")
METHOD = "text"
#: the method of a grid of which only the form's sums can tell whether its numbers are those of its labels
UNPROVED = "text, unproved"


@dataclass(slots=True)
class _Row:
    """The cells of a paragraph, and of those behind it that hold nothing but values and units."""

    cells: list[tuple[str, Paragraph]]
    paragraphs: list[Paragraph]

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.cells if not is_slot(text)]


def with_grids(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, with each run of paragraphs that is the table of statistics as one grid that is not ``exact``."""
    if not is_telling("".join([block.text for block in blocks if isinstance(block, Paragraph)])):
        return blocks
    result: list[Block] = []
    run: list[Paragraph] = []
    for block in (*blocks, None):
        if isinstance(block, Paragraph):
            run.append(block)
            continue
        result += _parted(run)
        run = []
        if block is not None:
            result.append(block)
    return tuple(result)


def _parted(run: Sequence[Paragraph]) -> Iterable[Block]:
    if len(run) < FEWEST_LINES or not is_telling("".join([block.text for block in run])):
        return run
    rows = _rows(run)
    clusters = [cluster for cluster in _clusters(rows) if cluster[2] >= FEWEST_OF_CLUSTER]
    if sum(named for _, _, named in clusters) < FEWEST_LINES:
        return run
    result: list[Block] = []
    done = 0
    for first, end, _ in clusters:
        begin = _begin_of_header(rows, done, first)
        result += _paragraphs(rows[done:begin])
        result.append(_table(rows[begin:first], rows[first:end], rows[done:first]))
        done = end
    return [*result, *_paragraphs(rows[done:])]


def _paragraphs(rows: Sequence[_Row]) -> Iterator[Paragraph]:
    return (paragraph for row in rows for paragraph in row.paragraphs)


def _rows(run: Sequence[Paragraph]) -> list[_Row]:
    rows: list[_Row] = []
    within = 0  # up to which paragraph a label goes on whose bracket is open
    for at, block in enumerate(run):
        cells = [(text, block) for text in ([block.text] if _is_prose(block) else cells_of(block.text))]
        if at < within:
            label, first = rows[-1].cells[-1]
            rows[-1].cells[-1] = label + block.text, first
            rows[-1].paragraphs.append(block)
            continue
        if rows and all(is_slot(text) for text, _ in cells):
            rows[-1].cells += cells
            rows[-1].paragraphs.append(block)
        else:
            rows += _parts(cells, block)
        within = _behind_bracket(run, at)
    return rows


def _parts(cells: Sequence[tuple[str, Paragraph]], block: Paragraph) -> Iterator[_Row]:
    """A row for each label that has values behind it: of a table in two halves a line holds two of them."""
    slots = [is_slot(text) for text, _ in cells]
    counted = slots[:2] == [True, False]  # then the number of the right line stands before its label, too
    starts = [0]
    for at in range(2 + counted, len(cells)):
        if slots[at - 1] and not slots[at]:
            starts.append(at - counted)
    for start, end in pairwise([*starts, len(cells)]):
        yield _Row([*cells[start:end]], [] if start else [block])


def _behind_bracket(run: Sequence[Paragraph], at: int) -> int:
    """The paragraph behind those that end the label of a paragraph, whose bracket a narrow column left open.

    What stands within it is no value and no unit: （单位：, 件, ）.
    """
    label = ""
    for behind in range(at, min(at + _MOST_PARTS, len(run))):
        label += run[behind].text
        if len(cells_of(run[behind].text)) > 1 and not _ends_within(label, run[behind + 1 : behind + 2]):
            break  # values stand beside it
        if left_open(label) <= 0 or len(label) > LONGEST:
            return behind + 1 if left_open(label) == 0 else at
    return at


def _ends_within(label: str, following: Sequence[Paragraph]) -> bool:
    """Whether a label ends in a number whose unit the next line has, with the closing bracket: 计 1, below it 条）."""
    return label[-1:].isdecimal() and any(_UNIT_AND_BRACKET.match(block.text) for block in following)


def _is_prose(block: Paragraph) -> bool:
    return "。" in block.text or "统计表" in block.text or len(block.text) > _LONGEST_ROW


def _clusters(rows: Sequence[_Row]) -> list[tuple[int, int, int]]:
    """(first, end, rows with labels) of stretches without a sentence or a title: headings of prose name lines too."""
    clusters = []
    start = 0
    for at in range(len(rows) + 1):
        if at < len(rows) and not any(map(_is_prose, rows[at].paragraphs[:1])):
            continue
        named = _named(rows[start:at])
        if named:
            clusters.append((start + min(named), start + max(named) + 1, len(named)))
        start = at + 1
    return clusters


def _named(rows: Sequence[_Row]) -> set[int]:
    """Which rows hold a label of the form, or a part of one."""
    if not rows:
        return set()
    whole = {at for at, row in enumerate(rows) if any(lines_of_form().named(text) for text in row.texts)}
    return whole | spelt(lines_in_order(_grid(rows)))


def _begin_of_header(rows: Sequence[_Row], done: int, first: int) -> int:
    """The first of the rows in front of a table that head its columns: one with all the words, or one for each."""
    begin = first
    while begin > done and _heads(rows[begin - 1].texts):
        begin -= 1
        if len(rows[begin].texts) > 1:
            return begin
    while begin < first and role_of(rows[begin].texts[0]) not in (LABEL, CODE):
        begin += 1
    return begin if first - begin >= _FEWEST_HEADS else first


def _heads(texts: Sequence[str]) -> bool:
    return bool(texts) and all(map(role_of, texts)) and not begins_chapter(texts[0])


def _table(header: Sequence[_Row], body: Sequence[_Row], above: Sequence[_Row]) -> Grid:
    """The grid of a table; ``above`` are the rows in front of its first label."""
    heads = [(text, block) for row in header for text, block in row.cells if not is_slot(text)]
    texts = [text for text, _ in heads]
    if texts[: len(texts) // 2] * 2 == texts:
        heads = heads[: len(heads) // 2]  # of two halves, whose lines stand one behind the other now
    # Values in front of the first label may mean that each stands in front of its own; a number may count the lines.
    astray = len(above[-1].paragraphs[1:]) if above else 0
    counted = astray == 1 and bool(heads) and role_of(heads[0][0]) == CODE
    unsure = (astray and not counted) or any(is_cut_unsure(block.text) for block in _paragraphs(body))
    rows = [_Row(heads, []), *_without_headers(body, texts, _Row(heads, []))] if heads else body
    return _grid(rows, UNPROVED if unsure else METHOD)


def _without_headers(body: Sequence[_Row], texts: Sequence[str], header: _Row) -> Iterator[_Row]:
    """The rows of a table, with one row for each header that pages and parts of the table repeat word by word."""
    at = 0
    while at < len(body):
        end, found = at, list[str]()
        while end < len(body) and len(found) < len(texts) and body[end].texts == [text for text, _ in body[end].cells]:
            found += body[end].texts
            end += 1
        yield header if found == texts else body[at]
        at = end if found == texts else at + 1


def _grid(rows: Sequence[_Row], method: str = METHOD) -> Grid:
    cells = tuple(
        Cell(row, column, text, text, place=block.place)
        for row, each in enumerate(rows)
        for column, (text, block) in enumerate(each.cells)
    )
    return Grid(len(rows), max(len(row.cells) for row in rows), cells, method, exact=False)
