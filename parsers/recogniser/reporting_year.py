"""For which year a report is: of the title, else of the period, the text, the address or name; never of a date.

Where two of them differ, a finding says so. Where the title itself is not clear, another must decide, or none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from disclosure.labels import normalise
from disclosure.report import Finding, Severity
from parsers.document import Document, Paragraph
from parsers.recogniser.days import month_before
from parsers.recogniser.heads import LEAD_BLOCKS, Head
from parsers.recogniser.page_lines import article_of, is_in_menu
from parsers.recogniser.title_years import without_dates
from parsers.recogniser.titles import Title, read_title, shows_way

_PERIOD = re.compile(
    r"(?:(?:期限|时限|期间|时间|时段|时期|周期|截止|起止).{0,12}?)?(20\d\d)年0?1月0?1日.{0,12}?(?:(20\d\d)年)?12月31日"
    r"|(20\d\d)\.0?1\.0?1.{1,3}(20\d\d)\.12\.31"
)
_SAID = re.compile(
    r"(20\d\d)年度?(?:的|全年)?(?:我\w|本\w{1,3}|全\w)?(?:政府|政务)信息公开(?:工作)?(?:年度|有关|主要)?(?:情况|报告|工作|年报)"
)
#: what is quoted, or compared with, is another's
_QUOTED = re.compile(r"《[^》]*》|关于[^。]*?通知|[(（][^()（）]*?号[)）]|[与较同比][^。，；]{0,40}相比")
_IN_ADDRESS = re.compile(r"[?&](?:fbtime|nbYear|nbyear|year)=(20\d\d)(?!\d)|/(20\d\d)n(?:d|b|db|dbg)?/")
_IN_NAME = re.compile(r"(?<!\d)20\d\d(?=年)")
_LONGEST_OPENING = 1200


def find_year(
    document: Document, head: Head, named: Sequence[Title], name: str, url: str
) -> tuple[int | None, list[Finding]]:
    """The reporting year and what is to be told of it; ``named`` are the titles in the file's name or link's text."""
    period, said = _period(document), _said(document)
    outside = _outside(named, name, url)
    titled = _of_title(head, (period, said, outside))
    findings = list(_unclear(head))
    inside = titled or period or said
    if titled and period and period != titled:
        findings.append(_years_differ("the title", titled, "the period of the statistics", period))
    if inside and said and said not in (inside, period):
        findings.append(_years_differ("the title or the period", inside, "the text", said))
    if inside and outside and inside != outside:
        findings.append(_years_differ("the document", inside, "its name or address", outside))
    year = inside or outside
    if year and (early := month_before(document, year)):
        month = f"{early[0]}-{early[1]:02}"
        message = f"the report is on {year}, but signed or published in {month}, before that year was over"
        findings.append(Finding("year_conflict", Severity.WARNING, message, expected=str(year), found=month))
    return year, findings


def _of_title(head: Head, others: Sequence[int | None]) -> int | None:
    """The year of the title; of several that it or its rivals name, the one that something else names first."""
    if head.own is None:
        return None
    years = {*head.own.years, *(year for rival in head.rivals for year in rival.years)}
    if len(years) <= 1 or (head.own.year and not head.rivals):
        return head.own.year
    decided = next((year for year in others if year in years), None)
    return decided or (head.own.year if head.sure else None)


def _unclear(head: Head) -> list[Finding]:
    """What leaves the year of the title in doubt."""
    if head.own is None:
        return []
    if head.own.mistyped:
        message = f"the title says {head.own.mistyped}, which is no year: {head.own.text}"
        return [Finding("year_unclear", Severity.WARNING, message, found=head.own.mistyped)]
    titles = [head.own, *(rival for rival in head.rivals if rival.years)]
    years = dict.fromkeys(year for title in titles for year in title.years)
    if len(years) < 2:
        return []
    first, *more = map(str, years)
    message = f"titles name more than one year: {'; '.join(dict.fromkeys(title.text for title in titles))}"
    return [Finding("year_conflict", Severity.WARNING, message, expected=first, found=", ".join(more))]


def _years_differ(where: str, year: int, elsewhere: str, other: int) -> Finding:
    message = f"{where} says {year}, {elsewhere} {other}"
    return Finding("year_conflict", Severity.WARNING, message, expected=str(year), found=str(other))


def _period(document: Document) -> int | None:
    """The year that 统计期限 names, if it is one whole year."""
    for block in document.blocks:
        if isinstance(block, Paragraph) and "31" in block.text and "12" in block.text:
            match = _PERIOD.search(normalise(block.text).replace(",", ""))
            if match and match[3]:
                return int(match[3]) if match[3] == match[4] else None
            if match and match[2] in (None, match[1]):
                return int(match[1])
    return None


def _said(document: Document) -> int | None:
    """The year of which the opening says that it reports, if it names one only. Titles and menus are no sentences."""
    article = article_of(document.blocks)
    opening = "".join(
        block.text
        for block in document.blocks[:LEAD_BLOCKS]
        if isinstance(block, Paragraph) and not is_in_menu(block, article) and not _is_title(block.text)
    )
    if "公开" not in opening:
        return None
    years = set(_SAID.findall(_QUOTED.sub("", "".join(opening[:_LONGEST_OPENING].split()))))
    return int(years.pop()) if len(years) == 1 else None


def _is_title(text: str) -> bool:
    """Whether a line is a title, of whatever page, and no sentence."""
    return not text.rstrip().endswith("。") and (read_title(text) is not None or shows_way(normalise(text)))


def _outside(named: Sequence[Title], name: str, url: str) -> int | None:
    """The year that the name or the address tells."""
    titled = next((title.year for title in named if title.year), None)
    if titled:
        return titled
    if match := _IN_ADDRESS.search(url):
        return int(match[1] or match[2])
    years = set(_IN_NAME.findall(without_dates(normalise(name)))) if "公开" in name else set()
    return int(years.pop()) if len(years) == 1 else None
