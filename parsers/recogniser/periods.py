"""Of which time a number is, by the words before it: the last that name a year, a part of one or several decide."""

from __future__ import annotations

import re
from enum import Enum

from parsers.numerals import read_chinese


class Period(Enum):
    OWN = "the report's year, or no other"
    ANOTHER_YEAR = "another year"
    OTHER = "a part of a year, several years, or nothing of the report's"


_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:份|[上中下]旬|[底末初]|\d{1,2}[日号]|[一二三四五六七八九十]{1,3}日)?"
_TO = r"(?:起|开始)?[至到~—－-]{1,2}"
_FEW = "[两二三四五六七八九十几多数]"
#: tried in this order at each place
_WORDS = (
    rf"(?:(?P<from_year>20\d\d)年)?(?P<from_month>(?<![\d十]){_MONTH})(?:月{_DAY})?{_TO}(?:(?P<to_year>20\d\d)年)?(?P<to_month>{_MONTH})月{_DAY}",
    rf"截[至止]到?(?:(?P<end_year>20\d\d)年|今年|本年)?(?:(?P<end_month>{_MONTH})月{_DAY}|(?P<end>年?[底末]))",
    rf"(?P<years>20\d\d年?度?(?:{_TO}|[、和与及,])20\d\d年|(?<!\d)(?:{_FEW}{{1,2}}|\d{{1,2}})年(?:来|间|以来|里)"
    rf"|近(?:{_FEW}|\d)?年|历年|历届|十[一二三四五]五[”\"]?(?:期间|时期|以来)|(?<!年)以来)",
    rf"(?P<since>20\d\d)年(?:{_MONTH}月{_DAY})?(?:以来|起(?!草))",
    rf"(?P<part>(?:20\d\d年)?(?<![\d十]){_MONTH}月{_DAY}|季度|[春夏秋冬]季|[上下]半年|[本当上下]个?月)",
    r"(?P<year>20\d\d)(?=年)",
    r"(?P<this>今年|本年)",
    r"(?P<other>(?<![较比与同至到])(?:去年|上一?年度?|前一?年度?|往年|明年|次年|下一?年度?)(?=[,:]|全年|[我本]|共|收到|接到|受理))",
    r"(?P<whole>全年|年内|当年)",
)
_TOKEN = re.compile("|".join(_WORDS))
#: most prose names no time: cheaper than the words themselves
_MAY_NAME = re.compile(r"[年月季末底来截期届]")
_TITLE = re.compile(r"《[^》]*》")
_DECEMBER = 12
#: a year that no report is of
_ANOTHER = 0


def period_of(sentence: str, year: int | None) -> Period:
    """``year`` is the report's; without it no year is another."""
    if not _MAY_NAME.search(sentence):
        return Period.OWN
    named, part, several = year, False, False
    for token in _TOKEN.finditer(_TITLE.sub("", sentence) if "《" in sentence else sentence):
        kind = token.lastgroup
        if kind == "year":
            named, part, several = int(token["year"]), False, False
        elif kind == "this":
            named, part, several = year, False, False
        elif kind == "other":
            named, part, several = _ANOTHER, False, False
        elif kind == "whole":
            part = False
        elif kind == "to_month":
            first, last = token["from_year"], token["to_year"]
            part = (_month(token["from_month"]), _month(token["to_month"])) != (1, _DECEMBER)
            named, several = int(first or last or 0) or named, bool(first and last and first != last)
        elif kind in ("end_month", "end"):
            part = kind == "end_month" and _month(token["end_month"]) != _DECEMBER
            named = int(token["end_year"] or 0) or named
        elif kind in ("years", "since"):
            several = kind == "years" or int(token["since"]) != year
        else:
            part = True
    if part or several:
        return Period.OTHER
    return Period.ANOTHER_YEAR if year and named != year else Period.OWN


def _month(printed: str) -> int | None:
    return int(printed) if printed.isdigit() else read_chinese(printed)
