"""Which year a head, a caption or a label says it is of.

A year is a number (2022) or, where the words only count from the reporting year, 0 for that year and -1 for the one
before. Dates, years of a document and years that something comes from or goes to (2022年结转) are none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from disclosure.labels import normalise
from parsers.recogniser.captions import points

#: what a table of made-up numbers is called
EXAMPLE = re.compile("示例|样例|范例|样表|样张")
_LONGEST_HEAD, _LONGEST_CAPTION = 26, 40
_NAMED = re.compile(
    r"(?<![\d\-—–~至到与较比同自从])(?<!结转)(?<!转入)(20\d\d)年"
    r"(?!\d{1,2}月|[\-—–~至到]|结转|转入|遗留|项目|修订|修正|版|以来|以后|以前|起|第)"
)
_NUMERALS = re.compile("二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_BARE = re.compile(r"\(?(20(?:0[89]|[123]\d))\)?:?")
_KIND = r"(?:度|全年)?(?:累计|实际)?(?:数据|情况|件数|数量|数)?"
_OWN_HEAD = re.compile(rf"\(?(?:本年|今年|当年|本期){_KIND}\)?:?")
_LAST_HEAD = re.compile(rf"\(?(?:上一?年|去年|上期)(?:度?同期)?{_KIND}\)?:?")
_OWN, _LAST = (
    re.compile("本年|今年|当年"),
    re.compile("(?<![与较比同])(?:上一?年|去年|往年)(?!度?(?:结转|转入|遗留|项目))"),
)
_DATED = re.compile(r"日期|时间|印发|发布")
_CHANGE = re.compile(
    r"(?:与?(?:上年|去年)|同|较|比)*(?:增减|增长|增幅|变化|变动|占比|比例|比重|同比|环比|比)[数量率值幅度]*(?:\(?%\)?)?"
)
#: a year and the words that only go with it, for a label that goes on without it
_YEAR_WORDS = re.compile(r"\(?20\d\d年度?(?:数据|情况|数)?\)?:?")


def _spell(text: str) -> str:
    """A text as it is compared, with a year in numerals (二〇二二年) in digits."""
    spelt = normalise(text)
    return _NUMERALS.sub(lambda found: found[0].translate(_DIGITS), spelt) if "二" in spelt else spelt


@lru_cache(maxsize=8192)
def year_of_head(text: str) -> int | None:
    """The one year that the head of a column or a row names."""
    spelt = _spell(text)
    if len(spelt) > _LONGEST_HEAD:
        return None
    if _OWN_HEAD.fullmatch(spelt):
        return 0
    return -1 if _LAST_HEAD.fullmatch(spelt) else _only(_NAMED.findall(spelt))


@lru_cache(maxsize=8192)
def year_of_caption(text: str) -> int | None:
    """The one year that a line above a table names."""
    spelt = _spell(text)
    if len(spelt) > _LONGEST_CAPTION or _DATED.search(spelt) or ("，" in text and not points(text)):
        return None
    bare = bare_year(text)
    if bare:
        return bare
    named = _NAMED.findall(spelt)
    if named:
        return _only(named)
    own, last = _OWN.search(spelt), _LAST.search(spelt)
    if own and last:
        return None
    return 0 if own else -1 if last else None


@lru_cache(maxsize=8192)
def bare_year(text: str) -> int | None:
    """The year that is all a text says, without a word that it is one."""
    found = _BARE.fullmatch(normalise(text))
    return int(found[1]) if found else None


@lru_cache(maxsize=1024)
def is_change(text: str) -> bool:
    """Whether a text heads numbers that compare two years, which are of neither."""
    return _CHANGE.fullmatch(normalise(text)) is not None


def without_year(text: str) -> str:
    """What a head says beside its year; '' where that is all."""
    spelt = _spell(text)
    return "" if _OWN_HEAD.fullmatch(spelt) or _BARE.fullmatch(spelt) else _YEAR_WORDS.sub("", spelt)


def _only(years: list[str]) -> int | None:
    return int(years[0]) if len(set(years)) == 1 else None
