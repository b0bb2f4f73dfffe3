"""Titles of annual reports: agency, year and noun in every order that offices write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

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
_WRAPPING = "《》<>[]\"'.,;:!?*#|-_—– "
_LEADING = re.compile(
    r"^(?:\([^()]{1,6}\))?(?:(?:文章|信息)?(?:标题|名称|题名):)?"
    r"(?:附件?\(?[\d一二三四五六七八九十]*\)?[:.,]?|\(?\d{1,2}\)?[.,]|关于)?"
)
_IN_BRACKETS = re.compile(r"\(([^()]+)\)$")
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
#: what parts the title of a page into the names of its site, of its column and of the article; not two years
_PARTS = re.compile(r"(?:(?<!\d)[-_|｜—–－>»]|[-_|｜—–－>»](?!\s*\d)|\s)+")
_MOST_PARTS = 12
#: what names of columns and sites hold
_COLUMN = re.compile(r"公开|年报|年度报告|[首主]页|网站|门户|网$|专栏|栏目|平台|专题|列表|详情|正文|内容页?$")
#: the name of a place alone, which may begin the name of an agency
_PLACE = re.compile(r"[省市州盟县区旗镇乡]$")
_DIGIT = re.compile(r"\d")


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


@lru_cache(maxsize=1024)  # a page says its title in several places
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
    alone = _IN_BRACKETS.match(years.rest.strip(_WRAPPING))
    agency = alone[1] if alone and kind_of(alone[1]).kind else _clean(years.rest)
    if not agency and kind_of(bracket).kind:
        agency = bracket
    if _NO_NAME.search(agency) or names_itself(agency):
        agency = ""
    return Title("".join(text.split()), agency, years.year, years.named, years.mistyped)


def read_page_title(text: str) -> tuple[list[Title], str]:
    """The titles that the title of a page holds, the article's first, and the one agency that its site is called by.

    Offices write site, column and article (友谊县人民政府 政府信息公开年报 2023年…年度报告), in either order.
    Blanks stand within titles too.
    """
    parts = [part for part in _PARTS.split(text) if part]
    for last in range(len(parts) if len(parts) <= _MOST_PARTS else 0, 0, -1):
        for first in range(last - 1, -1, -1):
            title = read_title("".join(parts[first:last]))
            if title and _is_the_articles(title, parts[:first], whole=last - first == 1):
                front = [(part, read_title(part)) for part in parts[:first]]
                columns = [named for _, named in front if named and not named.agency]
                columns += [named for part in parts[last:] if (named := read_title(part))]
                names = [named.agency if named else part for part, named in front]
                return [title, *columns], "" if title.agency else _site(names)
        if not (_is_agency(parts[last - 1]) or _is_column(parts[last - 1])):
            break
    return [title for part in parts if (title := read_title(part))], ""


def names_itself(agency: str) -> bool:
    """Whether a normalised name is what any agency calls itself: 我局, 本镇人民政府."""
    return _SELF.match(agency) is not None


def shows_way(line: str) -> bool:
    """Whether a normalised line is the way through a site to a page."""
    return _STEPS.search(line) is not None


def speaks_of_another_page(text: str) -> bool:
    """Whether a title is one of a notice about the reports, of an explanation, or of another yearly report."""
    return len(text) <= _LONGEST_TITLE and _OTHER_PAGES.search(normalise(text).strip(_WRAPPING)) is not None


def _is_the_articles(title: Title, front: list[str], *, whole: bool) -> bool:
    """Whether what stands in front of a title is of the site and its columns, and is no part of the title."""
    if not front:
        return whole or not _COLUMN.search(title.agency)
    if title.agency and (kind_of(title.agency).kind is None or _COLUMN.search(title.agency)):
        return False
    if title.agency and _is_agency(front[-1]) and _PLACE.search(front[-1]):
        return False
    dated = bool(title.years or title.mistyped)
    return all(_is_agency(part) or _is_column(part, dated=dated or title.agency != "") for part in front)


def _is_agency(part: str) -> bool:
    name = normalise(part)
    return not _DIGIT.search(name) and not _COLUMN.search(name) and kind_of(name).kind is not None


def _is_column(part: str, *, dated: bool = False) -> bool:
    """Whether a part names a column; ``dated``: of a year or an agency, say, beside a title that tells its own."""
    title = read_title(part)
    if title and (title.agency or title.years):
        return dated and not (title.agency and title.years)
    return not _DIGIT.search(part) and _COLUMN.search(part) is not None


def _site(front: list[str]) -> str:
    """The agency that the parts before a title name, '' where they name several."""
    names: list[str] = []
    for part in filter(_is_agency, front):
        if names and _PLACE.search(names[-1]):
            names[-1] += normalise(part)
        else:
            names.append(normalise(part))
    return names[0] if len(names) == 1 else ""


def _clean(agency: str) -> str:
    return _TRAILING.sub("", _LEADING.sub("", agency.strip(_WRAPPING))).strip(_WRAPPING)
