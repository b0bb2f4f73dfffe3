"""The report as the HTML that content systems of county sites deliver."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html import escape
from typing import Literal

from replica.press.html_table import TableDress, Wrapping, print_table
from replica.press.layout import (
    TableLayout,
    active_disclosure_blocks,
    disagreeing_spans,
    table_layout,
)
from replica.press.outline import outline
from replica.press.page import PageStyle
from replica.press.statistics_table import StatisticsOptions
from replica.press.truth import Section, Truth
from replica.press.typist import Typing, type_labels

Frame = Literal["plain", "word", "nested"]
WORD_HEAD = (
    '<meta name="Generator" content="Microsoft Word 15 (filtered)">\n<!--[if gte mso 9]><xml><o:OfficeDocumentSettings>'
    "<o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->\n<style>\n<!--\np.MsoNormal, li.MsoNormal "
    "{mso-style-parent:'';margin:0cm;font-size:10.5pt;}\n-->\n</style>\n"
)
NESTING = (
    '<table width="100%" border="0"><tr><td width="20%" valign="top"><a href="#">首页</a><br>\n'
    '<a href="#">政务公开</a></td>\n'
    '<td><table width="100%"><tbody><tr><td>\n{body}\n</td></tr></tbody></table></td></tr></table>'
)
RULED = 'table[border="1"]'


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """How the body is typed.

    ``four_tables``: section two as one table a block, each caption a paragraph before it, instead of one table.
    ``wrapping``: what stands inside a cell: bare text, nested spans, a paragraph with spans and ``&nbsp;``, or what
    Word exports. ``spaced_labels``: short labels letter-spaced ("规 章").
    ``extra_row``: a row of its own in the first block of section two, which no cell of the form takes.
    ``header_cells``: header rows in ``thead`` and ``th``. ``frame``: what stands around the report: nothing, a Word
    export's head, or tables that lay out the page. ``disagreeing_spans``: header and data rows of section two split
    their columns differently. ``page``: set for printing, by a style sheet. ``typing`` and
    ``statistics``: see there.
    """

    four_tables: bool = False
    wrapping: Wrapping = "span"
    spaced_labels: bool = False
    extra_row: bool = False
    header_cells: bool = False
    frame: Frame = "plain"
    disagreeing_spans: bool = False
    page: PageStyle | None = None
    typing: Typing = field(default_factory=Typing)
    statistics: StatisticsOptions = field(default_factory=StatisticsOptions)


def print_html(truth: Truth, options: HtmlOptions | None = None) -> bytes:
    """A whole page (UTF-8) with nothing but the report."""
    options = options or HtmlOptions()
    title = escape(truth.title)
    head = WORD_HEAD if options.frame == "word" else ""
    head += _style_sheet(options.page) if options.page else ""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="ArticleTitle" content="{title}">\n{head}</head>\n<body>\n<h1>{title}</h1>\n'
        f'<div class="TRS_Editor">\n{print_body(truth, options)}\n</div>\n</body>\n</html>\n'
    ).encode()


def print_body(truth: Truth, options: HtmlOptions | None = None) -> str:
    """The report without its title, as it stands inside the body container of an article page."""
    options = options or HtmlOptions()
    parts = [_paragraph(truth.notice), *(_paragraph(text) for text in truth.opening)]
    for part in outline(truth, options.statistics):
        if isinstance(part, Section):
            parts += _section(part)
            continue
        parts.append(_heading(part.heading))
        if part.name == "active_disclosure":
            parts += _active_disclosure(truth, options)
        else:
            parts += [_table(table, options) for table in part.grids]
    body = "\n".join(parts)
    return NESTING.format(body=body) if options.frame == "nested" else body


def _active_disclosure(truth: Truth, options: HtmlOptions) -> list[str]:
    edition = truth.editions["active_disclosure"]
    if not options.four_tables:
        table = table_layout("active_disclosure", edition, extra_row=options.extra_row)
        table = disagreeing_spans(table) if options.disagreeing_spans else table
        return [_table(table.filled(truth.cells), options)]
    parts: list[str] = []
    for block in active_disclosure_blocks(edition, extra_row=options.extra_row):
        caption, table = type_labels(block, options.typing).without_caption()
        parts += [_paragraph(caption), _table(table.filled(truth.cells), options)]
    return parts


def _section(section: Section) -> list[str]:
    return [_heading(f"{section.number}、{section.title}"), *(_paragraph(text) for text in section.paragraphs)]


def _heading(text: str) -> str:
    return f'<p style="text-indent: 2em;"><strong><span>{escape(text)}</span></strong></p>'


def _paragraph(text: str) -> str:
    return f'<p style="text-indent: 2em;"><span style="font-size: 16pt;">{escape(text)}</span></p>'


def _table(table: TableLayout, options: HtmlOptions) -> str:
    typing = replace(options.typing, spaced_labels=options.spaced_labels or options.typing.spaced_labels)
    dress = TableDress(options.wrapping, options.header_cells, options.page)
    return print_table(type_labels(table, typing), dress)


def _style_sheet(page: PageStyle) -> str:
    """Rules around the statutory tables only. Rows are cut wherever a page ends, as browsers do unasked."""
    # Hidden, unlike none, wins over the borders of the cells at the sides.
    sides = f"{RULED} {{ border-left: hidden; border-right: hidden; }}\n" if page.open_sides else ""
    header = "table-header-group" if page.repeat_header else "table-row-group"
    return (
        f"<style>\n@page {{ size: A4; margin: 25mm; }}\nbody {{ padding-top: {page.lead}pt; }}\n"
        f"{RULED} {{ border-collapse: collapse; table-layout: fixed; width: 100%; font-size: {page.points}pt; }}\n"
        f"{RULED} :is(td, th) {{ border: 0.75pt solid black; padding: {page.padding}pt 1pt; }}\n"
        f"{RULED} :is(td, th) {{ overflow-wrap: anywhere; }}\n"
        f"{RULED} span {{ font-size: {page.points}pt !important; }}\n"
        f"thead {{ display: {header}; }}\n{sides}</style>\n"
    )
