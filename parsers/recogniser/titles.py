"""Titles of annual reports: agency, year and noun in every order that offices write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from disclosure.agencies import kind_of
from disclosure.labels import normalise

_DIGITS = str.maketrans("〇○Oo零一二三四五六七八九", "00000123456789")
_NUMERAL = "[〇○Oo0零一二三四五六七八九]"
#: 202020年 is 2020年 with a stutter; one numeral of four may be the letter O or a digit
_YEAR = rf"(?:20)?(20\d\d|二{_NUMERAL}{{3}})"
_WORDS = r"(?:工作)?(?:的)?(?:情况)?(?:的)?"
#: the noun that ends a title, with a year inside or behind it, or an agency in brackets behind it
_NOUN = re.compile(
    rf"(?P<owner>政府|政务)?(?:信息公开|政务公开(?=.*年))"
    rf"{_WORDS}(?P<inside>{_YEAR}年?度?)?(?:年度|年)?{_WORDS}(?:年度|年)?"
    rf"(?:报告书?|年报|总结)(?:的报告)?"
    rf"(?:\(?(?P<behind>{_YEAR}年?度?)\)?|\((?P<bracket>[^()]{{2,30}})\))?$"
)
#: what any title holds; most lines end here
_SIGN = re.compile(r"公\s*开|公\s*開")
_BEFORE = re.compile(rf"{_YEAR}(?:年度|年|度)?")
_WRAPPING = "《》<>[]\"'.,;:!?*#|-_ "
_LEADING = re.compile(
    r"^(?:\([^()]{1,6}\))?(?:附件?\(?[\d一二三四五六七八九十]*\)?[:.,]?|\(?\d{1,2}\)?[.,]|关于|20\d\d)?"
)
_TRAILING = re.compile(r"(?:关于|报送|上报|公布|发布|印发|编制|的|年度|本级)*$")
#: pages that speak of the report and are none, by the end of their title
_OTHER_PAGES = re.compile(
    r"(?:通知|通报|公告|解读|图解|图说|读懂|制度|办法|方案|细则|意见|指南|说明|函|培训|会议|问答|汇总表)(?:\([^()]*\))?$"
    r"|法治政府建设|政府工作报告|网站工作(?:年度)?报表|网站(?:监管)?年度?报表|行政执法统计|年度工作报表"
)
#: parts of a year have summaries of their own
_PART_OF_YEAR = re.compile(r"半年|季度|\d月份?|月度|周报")
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Title:
    """``agency`` is '' and ``year`` None where the title does not say."""

    text: str
    agency: str
    year: int | None


def read_title(text: str) -> Title | None:
    """The parts of a report's title; None when the text is no such title.

    The year may stand before, in or after the noun, in digits or Chinese numerals; the agency before or after the year.
    """
    if len(text) > _LONGEST_TITLE or "公" not in text or not _SIGN.search(text):
        return None
    line = normalise(text).strip(_WRAPPING)
    noun = _NOUN.search(line)
    if noun is None or _PART_OF_YEAR.search(line):
        return None
    before = line[: noun.start()]
    # 某镇人民政府信息公开: the owner of the information is the end of the agency's name
    if noun["owner"] == "政府" and before.endswith("人民"):
        before += "政府"
    year = _BEFORE.search(before)
    agency = _clean(before if year is None else f"{before[: year.start()]}{before[year.end() :]}")
    bracket = noun["bracket"]
    if not agency and bracket and kind_of(bracket).kind:
        agency = bracket
    printed = (year[0] if year else None) or noun["inside"] or noun["behind"]
    return Title("".join(text.split()), agency, year_in(printed or ""))


def speaks_of_another_page(text: str) -> bool:
    """Whether a title is one of a notice about the reports, of an explanation, or of another yearly report."""
    return len(text) <= _LONGEST_TITLE and _OTHER_PAGES.search(normalise(text).strip(_WRAPPING)) is not None


def year_in(text: str) -> int | None:
    """The year that a normalised text says first, in digits or numerals."""
    match = re.search(_YEAR, text)
    return int(match[1].translate(_DIGITS)) if match else None


def _clean(agency: str) -> str:
    return _TRAILING.sub("", _LEADING.sub("", agency.strip(_WRAPPING))).strip(_WRAPPING)
