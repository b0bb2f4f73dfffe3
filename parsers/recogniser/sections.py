"""The six sections of a report, split at line-initial headings only: their names also occur in the preface."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import attrgetter

from rapidfuzz import fuzz

from disclosure.labels import key, normalise, strip_number
from disclosure.report import Finding, Section, Severity
from parsers.document import Block, Grid
from parsers.recogniser.headings import CONTENT, NOTHING, WORDS, Heading, choose, in_lists, rivals
from parsers.recogniser.page_foot import end_of_text

#: statutory titles (国办公开办函〔2021〕30号) and the words by which shortened or lengthened ones are known
SECTIONS = {
    "一": ("总体情况", ("总体情况", "基本情况", "概述")),
    "二": ("主动公开政府信息情况", ("主动公开政府信息", "主动公开情况")),
    "三": ("收到和处理政府信息公开申请情况", ("收到和处理", "依申请公开")),
    "四": ("政府信息公开行政复议、行政诉讼情况", ("行政复议", "复议和诉讼", "提起行政诉讼", "复议诉讼")),
    "五": ("存在的主要问题及改进情况", ("主要问题", "存在的问题", "存在问题")),
    "六": ("其他需要报告的事项", ("其他需要报告", "其他事项")),
}
#: other titles of theirs, each known by the form's own numeral before it
_OTHER_TITLES = {
    "一": "(?:(?!主动|申请|复议|诉讼).){0,10}(?:工作|整体|公开)(?:的|开展|进展|落实|推进|主要)*(?:情况|概况|概述|综述)",
    "二": "(?:政府|政务|信息|公开)*主动公开(?:的|政府|政务|信息|工作)*(?:情况|内容)",
    "三": "(?:政府|政务|信息|受理|办理)*(?:依?申请公开|公开申请)"
    "(?:的|和|及|政府|信息|工作|收到|受理|办理|处理|答复)*(?:情况|内容)",
    "五": "(?:工作|目前|当前|存在|的|中|主要)*(?:问题|不足|困难)"
    "(?:和|与|及|以及|,|的|下一?步|今后|整改|改进|工作|措施|打算|情况|方向|计划|意见|困难|不足)*",
    "六": "(?:需要?|应当?|说明|报告|的)*其他(?:的|需要?|应当?|说明|报告|方面|有关)*(?:情况|事项|内容|问题)?",
}
_NUMBERED = re.compile(r"^([一二三四五六七八九])[,.](.{2,40})$")
#: the numeral of a chapter, as printed
_NUMERALS = tuple("一二三四五六七八九")
_NUMERAL = re.compile(rf"^([{''.join(_NUMERALS)}])[,.]")
#: what parts a heading from the text that goes on in its line; a gap only where the line as a whole is no heading
_SEPARATOR = re.compile(r"[:：。]|——")
_RUN_IN = re.compile(rf"{_SEPARATOR.pattern}|\s+")
_LAST_WORDS = ("情况", "事项", "概述", "概况", "问题", "措施", "打算", "内容")
#: by one of these, or by its length, a line is known to be a sentence
_STOP, _SENTENCE = re.compile("[。；;！!？?]"), 20
_LONGEST_HEADING = 42
_MOST_TOLD = 6
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
    if numbered and (other := _OTHER_TITLES.get(numbered[1])) and re.fullmatch(other, numbered[2]):
        return numbered[1]
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
    ``text`` is the prose between this heading and the next, without tables and without lists of contents.
    """
    headings = _headings(blocks)
    chosen = choose(headings)
    ends = [heading.block for heading in chosen[1:]]
    ends += [end_of_text(blocks, heading.block + 1) for heading in chosen[-1:]]
    names = {heading.number: key(heading.title) for heading in chosen}
    listed = {
        heading.block
        for heading in headings
        if heading.follows == NOTHING and key(heading.title).startswith(names.get(heading.number, heading.title))
    }
    offsets = offsets_of(blocks) if chosen else []
    sections = []
    for heading, end in zip(chosen, ends, strict=True):
        start = heading.block
        prose = [
            block.text
            for place, block in enumerate(blocks[start + 1 : end], start=start + 1)
            if place not in listed and not isinstance(block, Grid)
        ]
        text = "\n".join(filter(None, (heading.rest, *prose))).strip()
        sections.append(Section(heading.number, heading.title, text, offsets[start], max(offsets[end] - 1, 0)))
    return tuple(sections)


def doubts(blocks: Sequence[Block], sections: Sequence[Section]) -> Iterator[Finding]:
    """Chapters of the form that a person should look at: two lines could begin one, none does, or nothing is in it."""
    headings = _headings(blocks)
    chosen = choose(headings)
    if [heading.title for heading in chosen] != [section.title for section in sections]:
        return  # the chapters are not those of the form
    if again := rivals(headings, chosen):
        lines = ", ".join(dict.fromkeys(f"«{heading.title}»" for heading in again[:_MOST_TOLD]))
        yield Finding("section_repeated", Severity.WARNING, f"other lines could begin the same chapters: {lines}")
    if missing := [number for number in SECTIONS if all(heading.number != number for heading in chosen)]:
        told = ", ".join(f"{number} ({SECTIONS[number][0]})" for number in missing)
        yield Finding("section_missing", Severity.INFO, f"no heading was found of chapter {told}")
    if empty := [heading.number for heading in chosen if heading.follows == NOTHING]:
        yield Finding("section_empty", Severity.INFO, f"nothing stands in chapter {'、'.join(empty)}")


def _headings(blocks: Sequence[Block]) -> list[Heading]:
    """Every paragraph that is the heading of a chapter, or begins with one, and what follows it."""
    found: list[Heading] = []
    for place, block in enumerate(blocks):
        heading = None if isinstance(block, Grid) else _heading(place, block.text)
        if heading:
            found.append(heading)
        elif found and found[-1].follows != CONTENT:
            found[-1] = found[-1]._replace(follows=max(found[-1].follows, _worth(block)))
    return in_lists(found)


def _heading(place: int, text: str) -> Heading | None:
    title, rest = text.strip(), ""
    number = section_number(text)
    if title[:1] in _NUMERALS and (number is None or _SEPARATOR.search(title)):
        for end in _RUN_IN.finditer(title, 0, _LONGEST_SPACED):
            head = title[: end.start()]
            if (found := section_number(head)) and _may_run_in(head, found):
                number, rest = found, title[end.end() :].strip()
                title = head if rest else title
                break
    if number is None:
        return None
    numeral = _NUMERAL.match(normalise(title[:_LONGEST_SPACED]))
    return Heading(place, number, numeral[1] if numeral else "", title, rest, _worth_of(rest))


def _may_run_in(head: str, number: str) -> bool:
    """A sentence may begin like a heading, so the numeral and how it ends must be those of one."""
    line = normalise(head)
    numeral = _NUMERAL.match(line)
    if numeral is None:
        return False
    return strip_number(line) == key(SECTIONS[number][0]) or (numeral[1] == number and line.endswith(_LAST_WORDS))


def _worth(block: Block) -> int:
    return CONTENT if isinstance(block, Grid) else _worth_of(block.text)


def _worth_of(text: str) -> int:
    if not text.strip():
        return NOTHING
    return CONTENT if _STOP.search(text) or len(text) >= _SENTENCE else WORDS
