"""Which of the lines that look like titles is the report's own.

Above an article stand names of columns, menus and titles of other reports. What the page names as its title (a heading,
the meta tag, the title element) is believed before a line that only stands above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import unquote

from disclosure.agencies import kind_of, place_of
from disclosure.labels import normalise
from parsers.document import Document, Grid, Paragraph
from parsers.recogniser.audit import is_page_furniture
from parsers.recogniser.page_lines import LONGEST_LINE, article_of, is_in_menu, stand_together
from parsers.recogniser.sections import section_number
from parsers.recogniser.titles import Title, read_page_title, read_title

_TITLE_PARTS = re.compile(r"[-_|—–>]+| - ")
#: 2023年政府信息公开工作年度报告——某镇人民政府; a single stroke goes before the name of the site
_DASH = re.compile("[—–]+|-{2,}")
LEAD_BLOCKS = 8
#: a heading may stand below a long menu
_LEAD_OF_HEADINGS = 80
_SENTENCE = re.compile("[,.:;!?]")
#: a sentence of several parts; a title may end with a full stop
_GOES_ON = re.compile("[，,；;]")
#: items of menus that end as names of agencies do
_GENERIC = re.compile(
    r"各?(?:乡镇|镇乡|街道|镇街|街镇|乡镇街道|区县|县区|县市区?|部门|县直部门|区直部门|人民政府|[县市区]政府|本[县市区])$"
)
#: with what a line's end may leave of 政府信息公开; from 信息公开 on the words tell by themselves
_YEAR_AT_END = re.compile(r"[\d〇○零一二三四五六七八九]{4}年?度?(?:政(?:府(?:信(?:息公?)?)?)?)?$")
#: the fact under which a reader hands over the title element of a page
PAGE_TITLE = "PageTitle"


@dataclass(frozen=True, slots=True)
class Head:
    """``own`` is the report's title, completed by others that agree with it.

    ``rivals`` are titles that name another year or agency for what may be the same report; only where ``sure`` holds
    is the own one believed against them. ``site`` is the agency by whose name the page's title calls its site.
    """

    own: Title | None = None
    rivals: tuple[Title, ...] = ()
    sure: bool = True
    site: str = ""


class _Printed(NamedTuple):
    title: Title
    heading: bool


def read_head(document: Document) -> Head:
    """The title at the head of a document, of those in its text and those that its container names."""
    printed = _printed(document)
    named, vague, site = _named(document)
    confirmed = {normalise(title.text) for title in (*named, *vague)}
    agreed = [each.title for each in printed if normalise(each.title.text) in confirmed]
    strong = [*_whole_first(agreed), *(each.title for each in printed if each.heading), *named]
    lines = [each.title for each in printed]
    # Of lines only, the last above the text is the title; names of columns and menus stand above it.
    weak = [*_whole_first(lines[::-1]), *vague]
    if not strong and not weak:
        return Head(site=site)
    own = (strong or weak)[0]
    below = lines[lines.index(own) + 1 :] if own in lines else lines
    others = [title for title in (*strong, *weak) if title != own]
    rivals = [each for each in others if _years_differ(own, each, each in below)]
    if not strong:
        rivals += [each for each in others if not _one_agency(own, each)]
    # What a column is called, above the title or in the title element, tells its own year.
    columns = [title for title in (*vague, *lines) if not title.agency and title not in below]
    agreeing = [each for each in others if each not in (*rivals, *columns) and _one_agency(own, each)]
    if not own.agency and not name_one(agreeing):
        rivals += [each for each in agreeing if each.agency]
    sure = bool(strong) and (own.agency != "" or not any(each.agency for each in rivals))
    return Head(_completed(own, agreeing), tuple(dict.fromkeys(rivals)), sure, site)


def titles_in(text: str) -> Iterator[Title]:
    """The titles that a text is, or has between strokes: names of files and of pages."""
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", unquote(text).rsplit("/", 1)[-1])
    for part in dict.fromkeys((stem, *_TITLE_PARTS.split(stem))):
        if title := read_title(part):
            yield title


def title_at_end(lines: Sequence[Paragraph]) -> Iterator[Title]:
    """The title that the last of some lines is, or ends: offices break it after the agency, or anywhere."""
    alone = _with_dash(lines[-1].text)
    broken = alone is None or len(alone.agency) < 2  # a single character is the rest of a word: 年, 府
    if broken and not _GOES_ON.search(lines[-1].text):
        for first in range(max(0, len(lines) - 3), len(lines) - 1):
            if not all(map(_begins_a_title, lines[first:-1])):
                continue
            title = read_title("".join(line.text for line in lines[first:]))
            together = all(stand_together(line, lines[-1]) for line in lines[first:-1])
            if title and together and title.agency and kind_of(title.agency).kind:
                yield title
                return
    if alone:
        yield alone


def same_agency(first: str, second: str) -> bool:
    """Whether one name ends with the other, whatever is said of the government or the places around."""
    names = place_of(normalise(first)), place_of(normalise(second))
    return names[0].endswith(names[1]) or names[1].endswith(names[0])


def is_no_name(line: str) -> bool:
    """Whether a normalised line is a sentence or an item of a menu, though it may end as agencies' names do."""
    return _SENTENCE.search(line) is not None or _GENERIC.match(line) is not None


def _printed(document: Document) -> list[_Printed]:
    """The titles above the first chapter and table: in the first lines, and headings below them."""
    found: list[_Printed] = []
    above: list[Paragraph] = []
    article = article_of(document.blocks)
    for place, block in enumerate(document.blocks[:_LEAD_OF_HEADINGS]):
        if isinstance(block, Grid):
            if not is_page_furniture(block):
                break
            continue
        if section_number(block.text):
            break
        above = [*above[-2:], block] if len(block.text) <= LONGEST_LINE and not is_in_menu(block, article) else []
        if above and (block.heading or place < LEAD_BLOCKS):
            found += (_Printed(title, block.heading) for title in title_at_end(above))
    return found


def _named(document: Document) -> tuple[list[Title], list[Title], str]:
    """The titles that the container names, and those of its title element that may be the column's: without agency.

    A title element often names the site too: 某镇2023年…年度报告-某县人民政府. The name of the site is the last.
    """
    page_title = document.metadata.get(PAGE_TITLE, "")
    page, site = read_page_title(page_title)
    vague = [title for title in page if not title.agency]
    article = list(titles_in(document.metadata.get("ArticleTitle", "")))
    shown = [] if document.title == page_title else list(titles_in(document.title))
    shown = [title for title in shown if title not in vague]
    return [*article, *shown, *(title for title in page if title.agency)], vague, site


def _with_dash(line: str) -> Title | None:
    """A line's title, perhaps with its agency behind a dash."""
    front, *back = _DASH.split(line)
    agency = normalise(back[0]) if len(back) == 1 else ""
    if not agency or not kind_of(agency).kind or is_no_name(agency):
        return read_title(line)
    title = read_title(front)
    return replace(title, text="".join(line.split()), agency=agency) if title and not title.agency else read_title(line)


def _begins_a_title(line: Paragraph) -> bool:
    """Whether a line is an agency's name, a year, or the front of a title, and no sentence and no item of a menu."""
    text = normalise(line.text)
    if is_no_name(text):
        return False
    return kind_of(text).kind is not None or _YEAR_AT_END.search(text) is not None or "信息公开" in text


def _whole_first(titles: Sequence[Title]) -> list[Title]:
    return sorted(titles, key=lambda title: not title.agency)


def _completed(own: Title, agreeing: Sequence[Title]) -> Title:
    """A title with the agency and the year that others tell, where these are one."""
    if not own.agency and name_one(agreeing):
        own = replace(own, agency=next((each.agency for each in agreeing if each.agency), ""))
    dated = next((each for each in agreeing if each.years or each.mistyped), None)
    if dated and not own.years and not own.mistyped:
        own = replace(own, year=dated.year, years=dated.years, mistyped=dated.mistyped)
    return own


def name_one(titles: Sequence[Title]) -> bool:
    """Whether titles name no two agencies."""
    agencies = [each.agency for each in titles if each.agency]
    return all(same_agency(agencies[0], other) for other in agencies)


def _one_agency(own: Title, other: Title) -> bool:
    return not own.agency or not other.agency or same_agency(own.agency, other.agency)


def _years_differ(own: Title, other: Title, below: bool) -> bool:
    """Whether another title names another year for what may be the same report.

    A title with an agency is sure against the name of a column, which stands above it, and titles of other agencies.
    """
    if not own.year or not other.year or own.year == other.year:
        return False
    if not own.agency or not other.agency:
        return not own.agency or below
    return same_agency(own.agency, other.agency)
