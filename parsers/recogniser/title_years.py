"""The years that a title names, and which of them is surely the report's.

A title may also hold the number of the document that carried it, the day of publication, a second year or a mistyped
one. What is left of the title without all these is the agency's name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_DIGITS = str.maketrans("〇○Oo零一二三四五六七八九", "00000123456789")
_NUMERAL = "[〇○Oo0零一二三四五六七八九]"
#: 202020年 is 2020年 with a stutter; one numeral of four may be the letter O or a digit
YEAR = rf"(?<!\d)(?:20)?(?:20\d\d|二{_NUMERAL}{{3}})(?!\d)"
#: what stands where a year should: 20233年, 202年, 二〇二年
LIKE_A_YEAR = rf"(?:\d{{3,8}}|{_NUMERAL}{{3,5}})"
_YEAR = re.compile(YEAR)
_FOUR = re.compile(rf"20\d\d$|二{_NUMERAL}{{3}}$")
_WITH_WORD = re.compile(rf"{YEAR}(?:年度|年|度)?")
#: two years with nothing but a stroke or a comma between them, or a word for from, to, and
_RANGE = re.compile(rf"{YEAR}(?:年度|年)?(?:[-—–~,/]|至|到|和|与|及)+(?={YEAR})")
_MISTYPED = re.compile(rf"(?:\d{{1,8}}|{_NUMERAL}{{2,5}})年度?|(?<!\d)20\d{{1,4}}(?!\d)")
#: 友教发〔2024〕3号, alone in front or in brackets
_DOCUMENT_NUMBER = re.compile(r"^[\u4e00-\u9fff]{0,10}\(20\d\d\)第?\d{1,4}号|\([^()]{0,12}\(20\d\d\)第?\d{1,4}号\)")
_DAY = (
    r"(?<!\d)(?:20\d\d(?:年|[-./])(?:1[0-2]|0?[1-9])(?:月|[-./])(?:[12]\d|3[01]|0?[1-9])日?+"
    r"|20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
)
_FULL_DATE = rf"{_DAY}(?!\d)"
_MONTH = r"20\d\d(?:年|[-./])(?:1[0-2]|0?[1-9])月?"
_VERBS = "(?:发布|公布|公开|印发|发表|更新|上传)"
#: what goes before a day: 发布日期:, 更新于
_LEADS_TO_DAY = rf"(?:{_VERBS}|[发成]文|生成)(?:日期|时间|于):?"
#: brackets around a day, with what they say of it: (发布日期:2024-01-25 10:30); not one to which something is counted
_BRACKETED_DAY = (
    rf"\((?!统计|数据)[^()\d至到止]{{0,10}}{_DAY}(?:\d\d?:\d\d(?::\d\d)?)?[^()\d至到止起~—-]{{0,12}}\)"
    rf"|\({_LEADS_TO_DAY}{_MONTH}\)"
)
#: a day; a month only where a word says what happened in it. Two days are the ends of a period.
_DATE = re.compile(
    rf"{_BRACKETED_DAY}|(?<![至到~—-]){_LEADS_TO_DAY}{_FULL_DATE}(?![至到~—起-])"
    rf"|(?<![至到~—-])\(?{_FULL_DATE}(?![至到~—起-]){_VERBS}?\)?:?|20\d\d年(?:1[0-2]|0?[1-9])月{_VERBS}:?"
)
_PUBLISHING = re.compile(r"发布|公布|公开|印发|编制|报送|上报")


class TitleYears(NamedTuple):
    """``year`` is None where no year, or none for sure, is named; ``named`` are all of them, in order, each once."""

    rest: str
    year: int | None
    named: tuple[int, ...]
    mistyped: str


def without_dates(line: str) -> str:
    """A normalised line without what only tells the document's number and the day of its publication."""
    return _DATE.sub("", _DOCUMENT_NUMBER.sub("", line)).replace("()", "")


def read_years(before: str, *after: str) -> TitleYears:
    """The years in the part of a title before its noun, and in the parts ``after``, which hold a year and no more."""
    parts = [before, *after]
    named = [year for part in parts for year in years_in(part)]
    rest = _WITH_WORD.sub("", _RANGE.sub("", before))
    unread = [rest, *(_WITH_WORD.sub("", part) for part in after)]
    mistyped = next((match[0] for part in unread if (match := _MISTYPED.search(part))), "")
    different = tuple(dict.fromkeys(named))
    sure = not mistyped and (len(different) == 1 or (len(different) > 1 and _last_is_sure(before, *after)))
    return TitleYears(_MISTYPED.sub("", rest), named[-1] if sure else None, different, mistyped)


def years_in(text: str) -> list[int]:
    """The years that a normalised text names, in digits or numerals."""
    return [year_of(match[0]) for match in _YEAR.finditer(text)]


def year_of(printed: str) -> int:
    """The year of what YEAR matches."""
    four = _FOUR.search(printed)
    return int((four[0] if four else printed).translate(_DIGITS))


def _last_is_sure(before: str, *after: str) -> bool:
    """Whether the last of several years follows a word for publishing, so that the others are years of publication."""
    places = list(_YEAR.finditer(before))
    if len(places) < 2 or any(map(years_in, after)):
        return False
    return all(_PUBLISHING.search(before, each.end(), places[-1].start()) for each in places[:-1])
