"""Titles of annual reports: agency, year and noun in every order that offices write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from disclosure.agencies import kind_of
from disclosure.labels import normalise
from parsers.recogniser.title_years import LIKE_A_YEAR, YEAR, read_years, without_dates

_WORDS = r"(?:工作)?(?:的)?(?:情况)?(?:的)?"
_DATED = rf"(?:{YEAR}|{LIKE_A_YEAR})年?度?"
#: the noun that ends a title, with a year inside or behind it, or an agency in brackets behind it
_NOUN = re.compile(
    rf"(?P<owner>政府|政务)?(?:信息公开|政务公开(?=.*年))"
    rf"{_WORDS}(?P<inside>{_DATED})?(?:年度|年)?{_WORDS}(?:年度|年)?"
    rf"(?:报告书?|年报|总结)(?:的报告)?"
    rf"(?:\(?(?P<behind>{_DATED})\)?|\((?P<bracket>[^()]{{2,30}})\))?$"
)
#: what any title holds; most lines end here
_SIGN = re.compile(r"公\s*开|公\s*開")
_WRAPPING = "《》<>[]\"'.,;:!?*#|-_ "
_LEADING = re.compile(
    r"^(?:\([^()]{1,6}\))?(?:(?:文章|信息)?(?:标题|名称|题名):)?"
    r"(?:附件?\(?[\d一二三四五六七八九十]*\)?[:.,]?|\(?\d{1,2}\)?[.,]|关于)?"
)
_TRAILING = re.compile(r"(?:关于|报送|上报|公布|发布|印发|编制|的|(?:上一?|本|去|今)年度?|年度|本级)*$")
#: pages that speak of the report and are none, by the end of their title
_OTHER_PAGES = re.compile(
    r"(?:通知|通报|公告|解读|图解|图说|读懂|制度|办法|方案|细则|意见|指南|说明|函|培训|会议|问答|汇总表)(?:\([^()]*\))?$"
    r"|法治政府建设|政府工作报告|网站工作(?:年度)?报表|网站(?:监管)?年度?报表|行政执法统计|年度工作报表"
)
#: parts of a year have summaries of their own
_PART_OF_YEAR = re.compile(r"半年|季度|\d月份?|月度|周报")
_LONGEST_TITLE = 120
#: what no title holds, and how sentences begin that end as titles do
_SENTENCE = re.compile(r"。\s*[^\s”》\"*]|^\s*(?:现(?:将|就|公布|发布|予以)|特此|兹将|根据|按照)")
#: what stands between the steps of a way through a site (首页>政务公开>…); such a line names where a page is
_STEPS = re.compile("[>›»→]|(?:当前|所在|您的)位置")
#: no name of an agency holds these
_NO_NAME = re.compile("[:>/|;!?=]")
#: what an agency calls itself; it names nobody
_SELF = re.compile(
    r"(?:我|本|该|贵|全)(?:级|[省市县区旗镇乡局委办所站处院校]|街道|苏木|单位|机关|部门|农场|林场|中心)?"
    r"(?:人民政府|政府|办事处|办公室|管委会|管理委员会|各.{0,6})?$"
)


@dataclass(frozen=True, slots=True)
class Title:
    """``agency`` is '' and ``year`` None where the title does not say, or not for sure.

    ``years`` are all that it names, ``mistyped`` is what stands where a year should.
    """

    text: str
    agency: str
    year: int | None
    years: tuple[int, ...] = ()
    mistyped: str = ""


def read_title(text: str) -> Title | None:
    """The parts of a report's title; None when the text is no such title.

    The year may stand before, in or after the noun, in digits or Chinese numerals; the agency before or after the year.
    """
    if len(text) > _LONGEST_TITLE or "公" not in text or not _SIGN.search(text) or _SENTENCE.search(text):
        return None
    line = without_dates(normalise(text).strip(_WRAPPING))
    noun = _NOUN.search(line)
    if noun is None or _PART_OF_YEAR.search(line) or shows_way(line):
        return None
    before = line[: noun.start()]
    # 某镇人民政府信息公开: the owner of the information is the end of the agency's name
    if noun["owner"] == "政府" and before.endswith("人民"):
        before += "政府"
    bracket = noun["bracket"] or ""
    years = read_years(before, *filter(None, (noun["inside"], noun["behind"], bracket)))
    agency = _clean(years.rest)
    if not agency and kind_of(bracket).kind:
        agency = bracket
    if _NO_NAME.search(agency) or names_itself(agency):
        agency = ""
    return Title("".join(text.split()), agency, years.year, years.named, years.mistyped)


def names_itself(agency: str) -> bool:
    """Whether a normalised name is what any agency calls itself: 我局, 本镇人民政府."""
    return _SELF.match(agency) is not None


def shows_way(line: str) -> bool:
    """Whether a normalised line is the way through a site to a page."""
    return _STEPS.search(line) is not None


def speaks_of_another_page(text: str) -> bool:
    """Whether a title is one of a notice about the reports, of an explanation, or of another yearly report."""
    return len(text) <= _LONGEST_TITLE and _OTHER_PAGES.search(normalise(text).strip(_WRAPPING)) is not None


def _clean(agency: str) -> str:
    return _TRAILING.sub("", _LEADING.sub("", agency.strip(_WRAPPING))).strip(_WRAPPING)
