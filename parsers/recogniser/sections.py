"""The six sections of a report, split at line-initial headings only: their names also occur in the preface."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter

from rapidfuzz import fuzz

from disclosure.labels import key, normalise, strip_number
from disclosure.report import Section
from parsers.document import Block, Grid

#: statutory titles (国办公开办函〔2021〕30号) and the words by which shortened or lengthened ones are known
SECTIONS = {
    "一": ("总体情况", ("总体情况", "基本情况", "概述")),
    "二": ("主动公开政府信息情况", ("主动公开政府信息", "主动公开情况")),
    "三": ("收到和处理政府信息公开申请情况", ("收到和处理", "依申请公开")),
    "四": ("政府信息公开行政复议、行政诉讼情况", ("行政复议", "复议和诉讼", "提起行政诉讼", "复议诉讼")),
    "五": ("存在的主要问题及改进情况", ("主要问题", "存在的问题", "存在问题")),
    "六": ("其他需要报告的事项", ("其他需要报告", "其他事项")),
}
_NUMBERED = re.compile(r"^([一二三四五六七八九])[,.](.{2,40})$")
_LONGEST_HEADING = 42
_ROW, _TEXT = attrgetter("row"), attrgetter("text")
_LONGEST_SPACED = 2 * _LONGEST_HEADING  #: the same with a space after each character


def section_number(text: str) -> str | None:
    """一 to 六 when a paragraph is the heading of that section, else None.

    The number alone is not trusted (reports renumber): the words decide, the number must be there or the words exact.
    """
    return _section_number(text) if len(text) <= _LONGEST_SPACED else None


@lru_cache(maxsize=4096)
def _section_number(text: str) -> str | None:
    line = normalise(text)
    if len(line) > _LONGEST_HEADING or line.endswith((".", ";", ",")):
        return None
    numbered = _NUMBERED.match(line)
    for number, (title, words) in SECTIONS.items():
        if strip_number(line) == key(title):
            return number
        if numbered and any(normalise(word) in numbered[2] for word in words) and _resembles(numbered[2], number):
            return number
    return None


def _resembles(title: str, number: str) -> bool:
    return fuzz.partial_ratio(normalise(SECTIONS[number][0]), title) >= 50


def _length(block: Block) -> int:
    """Characters of a block as it stands in the document's text: grids row by row, cells parted by tabs."""
    if not isinstance(block, Grid):
        return len(block.text)
    tabs = len(block.cells) - len(set(map(_ROW, block.cells)))
    return sum(map(len, map(_TEXT, block.cells))) + tabs + max(block.rows - 1, 0)


def offsets_of(blocks: Sequence[Block]) -> list[int]:
    """Where each block begins in the blocks' texts joined by line breaks, and where one more would begin."""
    offsets = [0]
    for block in blocks:
        offsets.append(offsets[-1] + _length(block) + 1)
    return offsets


def split_sections(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Sections in document order. ``start`` and ``end`` are offsets into the blocks' texts joined by line breaks;
    ``text`` is the prose between this heading and the next, without tables. Of two equal headings the last counts.
    """
    headings = {
        i: (number, block.text.strip())
        for i, block in enumerate(blocks)
        if not isinstance(block, Grid) and (number := section_number(block.text))
    }
    starts = sorted({number: i for i, (number, _) in headings.items()}.values())
    ends = [*starts[1:], len(blocks)][: len(starts)]
    offsets = offsets_of(blocks) if starts else []
    sections = []
    for start, end in zip(starts, ends, strict=True):
        prose = [block.text for block in blocks[start + 1 : end] if not isinstance(block, Grid)]
        text = "\n".join(prose).strip()
        sections.append(Section(*headings[start], text, offsets[start], max(offsets[end] - 1, 0)))
    return tuple(sections)
