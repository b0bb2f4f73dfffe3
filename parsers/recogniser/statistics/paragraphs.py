"""A table that its extractor left as paragraphs, one cell a line or one row a line, made a grid again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.document import Block, Cell, Grid, Paragraph
from parsers.recogniser.statistics.labels import LONGEST, is_telling, lines_of_form, unit_of
from parsers.values import is_value

#: paragraphs that name lines of the form, before they are taken for its table
FEWEST_LINES = 12
#: and those that stand together, before they are a part of it
FEWEST_OF_CLUSTER = 4
METHOD = "text"
#: the method of a grid some of whose numbers stand right behind words, so that several may have run together
RUN_TOGETHER = "text, run together"
_RUN_TOGETHER = re.compile(r"[^\d\s.,，:：]\d{2,}$")
_WORD = "万元|人次|[条件次篇个人项份元]"
_GLUED = re.compile(
    rf"(?P<label>.*?[^\d\s.,，:：])[\s:：]*(?P<unit>{_WORD})?[\s:：]*(?P<number>\d[\d,，]*(?:\.\d+)?\s*(?:{_WORD})?)[;；。]?"
)


def with_grids(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, with each run of paragraphs that is the table of statistics as one grid that is not ``exact``."""
    if not is_telling("\n".join([block.text for block in blocks if isinstance(block, Paragraph)])):
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
    if len(run) < FEWEST_LINES or not is_telling("\n".join([block.text for block in run])):
        return run
    clusters = [cluster for cluster in _clusters(run) if cluster[2] >= FEWEST_OF_CLUSTER]
    if sum(named for _, _, named in clusters) < FEWEST_LINES:
        return run
    result: list[Block] = []
    done = 0
    for first, last, _ in clusters:
        result += [*run[done:first], _grid(run[first:last])]
        done = last
    return [*result, *run[done:]]


def _clusters(run: Sequence[Paragraph]) -> list[tuple[int, int, int]]:
    """(first, end, lines named) of stretches without a sentence or a title: headings of prose name lines too."""
    clusters: list[tuple[int, int, int]] = []
    first, last, named = 0, 0, 0
    for place, block in enumerate(run):
        if "。" in block.text or "统计表" in block.text:
            clusters += [(first, last, named)] if named else []
            named = 0
        elif len(block.text) <= LONGEST and _is_named(block.text):
            first, last, named = first if named else place, place + 1, named + 1
        elif named and place == last and (is_value(block.text) or unit_of(block.text)):
            last += 1
    return [*clusters, *([(first, last, named)] if named else [])]


def _is_named(text: str) -> bool:
    cells = _cells(text)
    return bool(lines_of_form().named(cells[0]))


def _cells(text: str) -> list[str]:
    """A paragraph as label, unit and numbers; one that names no line stays whole."""
    words = list(re.finditer(r"\S+", text))
    for count in range(len(words), 0, -1):
        label = text[: words[count - 1].end()]
        if lines_of_form().named(label):
            return [label.strip(), *(word[0] for word in words[count:])]
    glued = _GLUED.fullmatch(text.strip())
    if glued and lines_of_form().named(glued["label"]):
        return [part for part in (glued["label"], glued["unit"], glued["number"]) if part]
    return [text]


def _is_cut_unsure(text: str) -> bool:
    """Whether a line ends in digits that nothing parts from its words: they may be two numbers."""
    return _RUN_TOGETHER.search(text) is not None and len(_cells(text)) > 1


def _grid(run: Sequence[Paragraph]) -> Grid:
    rows: list[list[tuple[str, Paragraph]]] = []
    for block in run:
        alone = is_value(block.text) or unit_of(block.text) is not None
        if alone and rows:
            rows[-1].append((block.text, block))
        else:
            rows.append([(text, block) for text in _cells(block.text)])
    cells = tuple(
        Cell(row, column, text, text, place=block.place)
        for row, parts in enumerate(rows)
        for column, (text, block) in enumerate(parts)
    )
    unsure = any(_is_cut_unsure(block.text) for block in run)
    return Grid(len(rows), max(map(len, rows)), cells, RUN_TOGETHER if unsure else METHOD, exact=False)
