"""Chapters of reports without the six statutory headings: whatever numbering they have, or the words alone.

Reports up to FY2018 follow Article 32 of the first Regulation (国务院令第492号): overview, active disclosure, requests,
fees, reviews and lawsuits, problems, other matters. Townships often write half a page without any heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from disclosure.labels import normalise
from disclosure.report import Section
from parsers.document import Block, Grid, Paragraph
from parsers.numerals import read_chinese
from parsers.recogniser.page_foot import end_of_text
from parsers.recogniser.sections import offsets_of

_LONGEST_HEADING = 42
#: the heading of a chapter that goes on in the same paragraph
_LONGEST_RUN_IN = 24
_STYLES = (
    re.compile(r"^(?P<number>[一二三四五六七八九十]{1,3})[、,.．](?P<title>\S.*)$"),
    re.compile(r"^[(（](?P<number>[一二三四五六七八九十]{1,3})[)）][、,.．]?(?P<title>\S.*)$"),
    re.compile(r"^(?P<number>\d{1,2})(?:[、．,]|\.(?!\d))(?P<title>\S.*)$"),
    re.compile(r"^[(（](?P<number>\d{1,2})[)）][、,.．]?(?P<title>\S.*)$"),
)
_WORDS = re.compile(
    r"概述|概况|总体|基本情况|工作情况|主动公开|依申请|申请公开|申请情况|不予公开|收费|减免|费用|复议|诉讼|申诉|问题|不足|改进|措施|打算"
    r"|其他|其它|需要说明|需要报告|附表|附件|统计表|组织领导|机构建设|保障|监督|解读|回应|平台|咨询|人员"
)
_END_OF_RUN_IN = re.compile(r"[。:：]|\s{1,}|——")
_SENTENCE_END = ("。", "；", ";", "，", ",", "！", "？", ".")


class _Heading(NamedTuple):
    block: int
    number: str  #: as printed, '' without one
    title: str  #: with its number
    rest: str  #: what follows the heading in its own paragraph


def split_chapters(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Chapters in document order, offsets and texts as in ``split_sections``; () where fewer than two are found.

    Of the styles of numbering the outermost that is used counts. Numbers must rise; where they begin anew, as after a
    list of contents, the longest row with text between them holds, and of equal ones the last.
    """
    paragraphs = [(place, block) for place, block in enumerate(blocks) if isinstance(block, Paragraph)]
    for style in _STYLES:
        headings = _last_rising([found for each in paragraphs if (found := _numbered(style, *each))])
        if len(headings) > 1:
            return _sections(blocks, headings)
    headings = [found for each in paragraphs if (found := _worded(*each))]
    return _sections(blocks, headings) if len(headings) > 1 else ()


def whole_text(blocks: Sequence[Block], first: int = 0) -> tuple[Section, ...]:
    """All prose from a block on as one section without number or title; () where there is none."""
    return _sections(blocks, [_Heading(first - 1, "", "", "")])


def _numbered(style: re.Pattern[str], place: int, block: Paragraph) -> _Heading | None:
    text = block.text.strip()
    match = style.match(text[: 3 * _LONGEST_HEADING])
    if match is None:
        return None
    if len(normalise(text)) <= _LONGEST_HEADING and not text.endswith(_SENTENCE_END):
        return _Heading(place, match["number"], text, "")
    end = _END_OF_RUN_IN.search(text, match.start("title"), match.start("title") + _LONGEST_RUN_IN)
    if end and _WORDS.search(text, match.start("title"), end.start()):
        return _Heading(place, match["number"], text[: end.start()], text[end.end() :].strip())
    return None


def _worded(place: int, block: Paragraph) -> _Heading | None:
    text = block.text.strip().rstrip(":：")
    known = len(normalise(text)) <= _LONGEST_RUN_IN and _WORDS.search(text) and not text.endswith(_SENTENCE_END)
    return _Heading(place, "", text, "") if known and "报告" not in text.replace("报告的事项", "") else None


def _last_rising(headings: list[_Heading]) -> list[_Heading]:
    """The run of headings whose numbers rise from 1 (or from 2, where the first was lost), if possible none that only
    lists contents, of these the longest, and of equally long ones the last.
    """
    runs: list[list[_Heading]] = []
    for heading in headings:
        value = _value(heading)
        if value == 1 or not runs:
            runs.append([])
        last = runs[-1]
        if not last or value > _value(last[-1]):
            last.append(heading)
    return max(reversed(runs), key=lambda run: (_parted(run), len(run)), default=[])


def _parted(run: Sequence[_Heading]) -> bool:
    """Whether something stands between the headings of several, or goes on in their lines."""
    return len(run) > 1 and (run[-1].block - run[0].block >= len(run) or any(heading.rest for heading in run))


def _value(heading: _Heading) -> int:
    return int(heading.number) if heading.number.isdigit() else read_chinese(heading.number) or 0


def _sections(blocks: Sequence[Block], headings: Sequence[_Heading]) -> tuple[Section, ...]:
    offsets = offsets_of(blocks)
    end = end_of_text(blocks, headings[-1].block + 1)
    sections = []
    for heading, following in zip(headings, [*(each.block for each in headings[1:]), end], strict=True):
        prose = [block.text for block in blocks[heading.block + 1 : following] if not isinstance(block, Grid)]
        text = "\n".join(filter(None, (heading.rest, *prose))).strip()
        start = offsets[max(heading.block, 0)]
        sections.append(Section(heading.number, heading.title, text, start, max(offsets[following] - 1, start)))
    return tuple(section for section in sections if section.title or section.text)
