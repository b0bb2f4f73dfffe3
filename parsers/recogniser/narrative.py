"""Reports without a statutory table: told from pages that only speak of reports, by title and prose.

Up to FY2018 the law asked for chapters of prose (国务院令第492号, Article 32); some offices kept to them for years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from disclosure.forms import load_forms
from disclosure.labels import normalise
from disclosure.report import TABLES, Finding, Section, Severity
from parsers.document import Block, Document, Grid, Paragraph
from parsers.recogniser.chapters import split_chapters, whole_text
from parsers.recogniser.identity import Identity
from parsers.recogniser.sections import doubts
from parsers.recogniser.tables import Recognised
from parsers.recogniser.titles import read_title, speaks_of_another_page
from parsers.values import is_value

#: the edition of the three tables in a report that has none of them
EDITION = "narrative"
_NEWEST = "fmt2021"
#: a document with fewer of the six headings and no statutory table is no report by its layout
_HEADINGS_OF_A_REPORT = 4
#: what a yearly report on disclosure speaks of; half a page names several
_TOPICS = tuple(
    re.compile(words)
    for words in (
        "主动公开|公开.{0,8}信息|信息公开工作",
        "申请",
        "复议|诉讼|投诉",
        "收费|费用|减免",
        "问题|不足|改进|加强",
        "网站|平台|公开栏|微信",
    )
)
_FEWEST_TOPICS = 3
#: characters of sentences; a page that only leads to an attachment has fewer
_LEAST_PROSE = 100
_LEAST_UNDER_HEADINGS, _FEWEST_CHAPTERS = 40, 3
_LONGEST_TITLE = 60
#: the heading that the forms since FY2019 give to their tables of requests
_FORM_HEADING = "收到和处理"
#: a table of data has at least so many values, in so many rows
_VALUES, _ROWS = 6, 3


class Layout(NamedTuple):
    """What kind of report a document is. ``narrative``: chapters of prose in place of tables, which it never had."""

    is_report: bool
    narrative: bool
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...] = ()


def judge(document: Document, identity: Identity, sections: tuple[Section, ...], tables: Recognised) -> Layout:
    """What the sections with statutory headings and the statutory tables that were found make of a document.

    A report has one of these tables, or at least four of these headings, or a title and a year over sentences on the
    matter.
    """
    found = any(tables.editions.values())
    headed = len(sections) >= _HEADINGS_OF_A_REPORT
    empty = all(reading.value is None for reading in tables.cells.values())
    if empty and _announces_another(document):
        return Layout(False, False, sections, (_no_report("the title is of a page that speaks of such reports"),))
    if not found and not headed and not (identity.title and identity.year and tells(document.blocks)):
        return Layout(False, False, sections, (_no_report(f"{len(sections)} of 6 headings and no statutory table"),))
    has_form = any(tables.editions[table] for table in TABLES[:3])
    if not headed or (not has_form and not _follows_the_form(sections)):
        chapters = split_chapters(document.blocks)
        sections = chapters if len(chapters) >= len(sections) else sections
    if found or (headed and _follows_the_form(sections)):
        return Layout(
            True, False, sections, (*_missing(tables.editions), *_doubts(document.blocks, sections, has_form))
        )
    unread = _unknown_layout(document.blocks)
    sections = sections or whole_text(document.blocks, _after_title(document.blocks))
    return Layout(True, unread is None, sections, (unread or _prose_only(sections),))


def _doubts(blocks: Sequence[Block], sections: Sequence[Section], has_form: bool) -> Iterator[Finding]:
    """Of reports that follow the form; others have chapters and numerals of their own."""
    if has_form or _follows_the_form(sections):
        yield from doubts(blocks, sections)


def _no_report(why: str) -> Finding:
    return Finding("not_a_report", Severity.INFO, f"no report: {why}")


def _prose_only(sections: Sequence[Section]) -> Finding:
    message = f"no statutory table, as was usual up to FY2018: {len(sections)} chapters of prose"
    return Finding("narrative", Severity.INFO, message)


def _missing(editions: Mapping[str, str | None]) -> Iterator[Finding]:
    """The tables of the forms since FY2019 that are not there; the statistics before it stand alone.

    Their addresses are those of the edition that the others have, or of the newest.
    """
    if editions["statistics"]:
        return
    others = {editions[table] for table in TABLES[:3]} - {None}
    form = load_forms()["fmt2019" if others == {"fmt2019"} else _NEWEST]
    for table in TABLES[:3]:
        if not editions[table]:
            addresses = tuple(cell.address for cell in form.tables[table].cells)
            yield Finding("table_missing", Severity.WARNING, f"no table of {table} was found", addresses)


def _announces_another(document: Document) -> bool:
    """Whether the page's title, or the first line that could be one, is of a notice, an explanation and so on."""
    lead = [block.text for block in document.blocks[:3] if isinstance(block, Paragraph)]
    for text in (document.title, *(line for line in lead if len(line) <= _LONGEST_TITLE)):
        if text and (read_title(text) or speaks_of_another_page(text)):
            return speaks_of_another_page(text)
    return False


def _follows_the_form(sections: Sequence[Section]) -> bool:
    """Whether the chapters are those of the forms with tables, so that tables are lost rather than never made."""
    return any(_FORM_HEADING in section.title for section in sections)


def _unknown_layout(blocks: Sequence[Block]) -> Finding | None:
    """A finding when there are tables of numbers, of which none was recognised."""
    tables = [block for block in blocks if isinstance(block, Grid) and _holds_data(block)]
    if not tables:
        return None
    headings = "、".join(cell.text for cell in tables[0].cells[:4] if cell.text)[:40]
    message = (
        f"no edition knows the layout of {len(tables)} tables with numbers, the first begins {headings}; none was read"
    )
    return Finding("layout_unknown", Severity.ERROR, message, found=headings)


def _after_title(blocks: Sequence[Block]) -> int:
    titles = (place for place, block in enumerate(blocks) if isinstance(block, Paragraph) and read_title(block.text))
    return next((place + 1 for place in titles), 0)


def tells(blocks: Sequence[Block]) -> bool:
    """Whether sentences speak of what such a report is about, as many and as long as half a page has; fewer are enough
    under headings that do.
    """
    sentences = [block.text for block in blocks if isinstance(block, Paragraph) and "。" in block.text]
    prose = "".join(sentences)
    if "開" in prose:  # in traditional script, as clones of pages are
        prose = "".join(map(normalise, sentences))
    topics = sum(bool(topic.search(prose)) for topic in _TOPICS)
    if len(prose) < _LEAST_UNDER_HEADINGS or topics < _FEWEST_TOPICS:
        return False
    return len(prose) >= _LEAST_PROSE or len(split_chapters(blocks)) >= _FEWEST_CHAPTERS


def _holds_data(grid: Grid) -> bool:
    rows = [cell.row for cell in grid.cells if cell.text and is_value(cell.text)]
    return len(rows) >= _VALUES and len(set(rows)) >= _ROWS
