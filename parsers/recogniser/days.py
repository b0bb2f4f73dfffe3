"""The days on which a report was signed and published, held against its year: a year is over when it is reported on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.agencies import kind_of
from disclosure.labels import normalise
from parsers.document import Document, Grid, Paragraph
from parsers.numerals import read_chinese
from parsers.recogniser.page_lines import LONGEST_LINE, article_of, is_in_menu
from parsers.recogniser.title_years import year_of

_NUMERAL = "[〇○Oo0零一二三四五六七八九十]"
#: a day, or a month, at the end of a line
DAY = re.compile(
    rf"(?P<year>20\d\d|二{_NUMERAL}{{3}})[年.\-/](?P<month>\d{{1,2}}|{_NUMERAL}{{1,3}})[月.\-/]"
    rf"(?:(?:\d{{1,2}}|{_NUMERAL}{{1,3}})日?)?$"
)
#: how a line with a day at its end may end, before it is normalised: most lines are sentences
_MAY_END = re.compile(r"[\d月日.\-/]\s*$")
_PUBLISHED = re.compile(
    r"(?:发布|发文|成文|生成|公开|公布)(?:日期|时间):?(?P<year>20\d\d)[年.\-/](?P<month>\d{1,2})[月.\-/]"
)
_STATED = re.compile(r"(?P<year>20\d\d)[年.\-/]?(?P<month>\d{1,2})[月.\-/]?")
_FACTS = ("PubDate", "发布日期")
_FIRST_BLOCKS, _LAST_BLOCKS = 8, 24
#: offices publish before the year is quite over, and should do so by the end of March
_FIRST_MONTH, _LAST_MONTH = 12, 6

Month = tuple[int, int]


def day_of(text: str) -> re.Match[str] | None:
    """The day that a line is, alone or behind the name of an agency."""
    if len(text) > LONGEST_LINE or not _MAY_END.search(text):
        return None
    match = DAY.search(line := normalise(text))
    return match if match and (not match.start() or kind_of(line[: match.start()]).kind) else None


def month_before(document: Document, year: int) -> Month | None:
    """The month in which a report on ``year`` is said to be signed or published before that year was over.

    A day at the right time bears the year out: of two days one may be mistyped, or that of a page that was moved.
    """
    months = list(_months(document))
    if any((year, _FIRST_MONTH) <= month <= (year + 1, _LAST_MONTH) for month in months):
        return None
    # What is much older is what a site writes that knows no day.
    return next((month for month in months if (year - 1, 1) <= month < (year, _FIRST_MONTH)), None)


def _months(document: Document) -> Iterator[Month]:
    """The months of the days that stand alone or behind a name at the end, and of those that the page calls its own."""
    for block in document.blocks[-_LAST_BLOCKS:]:
        if isinstance(block, Grid) or not (match := day_of(block.text)):
            continue
        if not is_in_menu(block, article_of(document.blocks)):
            yield from _month(match)
    for block in document.blocks[:_FIRST_BLOCKS]:
        if isinstance(block, Paragraph) and "20" in block.text and (match := _PUBLISHED.search(normalise(block.text))):
            yield from _month(match)
    for name in _FACTS:
        if match := _STATED.match(normalise(document.metadata.get(name, ""))):
            yield from _month(match)


def _month(match: re.Match[str]) -> Iterator[Month]:
    printed = match["month"]
    month = int(printed) if printed.isdecimal() else read_chinese(printed)
    if month and 1 <= month <= 12:
        yield year_of(match["year"]), month
