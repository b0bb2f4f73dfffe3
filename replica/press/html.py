"""The report as the HTML that content systems of county sites deliver."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from replica.press.layout import (
    SECTION_TITLES,
    TableLayout,
    active_disclosure_blocks,
    table_layout,
)
from replica.press.truth import Truth

Wrapping = Literal["plain", "span", "paragraph"]
MAY_BE_SPACED = 4  # labels up to this length are letter-spaced by typists


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """How the body is typed.

    ``four_tables``: section two as one table a block, each caption a paragraph before it, instead of one table.
    ``wrapping``: what stands inside a cell: bare text, nested spans, or a paragraph with spans and ``&nbsp;``.
    ``spaced_labels``: short labels letter-spaced ("规 章").
    ``extra_row``: a row of its own in the first block of section two, which no cell of the form takes.
    """

    four_tables: bool = False
    wrapping: Wrapping = "span"
    spaced_labels: bool = False
    extra_row: bool = False


def print_html(truth: Truth, options: HtmlOptions | None = None) -> bytes:
    """A whole page (UTF-8) with nothing but the report."""
    title = escape(truth.title)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="ArticleTitle" content="{title}">\n</head>\n<body>\n<h1>{title}</h1>\n'
        f'<div class="TRS_Editor">\n{print_body(truth, options)}\n</div>\n</body>\n</html>\n'
    ).encode()


def print_body(truth: Truth, options: HtmlOptions | None = None) -> str:
    """The report without its title, as it stands inside the body container of an article page."""
    options = options or HtmlOptions()
    parts = [_paragraph(truth.notice), *(_paragraph(text) for text in truth.opening)]
    parts += _section(truth, "一")
    parts.append(_heading(SECTION_TITLES["active_disclosure"]))
    parts += _active_disclosure(truth, options)
    for name in ("applications", "disputes"):
        parts.append(_heading(SECTION_TITLES[name]))
        parts.append(_table(table_layout(name, truth.editions[name]).filled(truth.cells), options))
    parts += [*_section(truth, "五"), *_section(truth, "六")]
    return "\n".join(parts)


def _active_disclosure(truth: Truth, options: HtmlOptions) -> list[str]:
    edition = truth.editions["active_disclosure"]
    if not options.four_tables:
        table = table_layout("active_disclosure", edition, extra_row=options.extra_row)
        return [_table(table.filled(truth.cells), options)]
    parts: list[str] = []
    for block in active_disclosure_blocks(edition, extra_row=options.extra_row):
        caption, *slots = block.filled(truth.cells).slots
        without_caption = TableLayout(block.name, block.rows, block.columns, block.header_rows, tuple(slots))
        parts += [_paragraph(caption.text), _table(without_caption, options)]
    return parts


def _section(truth: Truth, number: str) -> list[str]:
    section = truth.section(number)
    return [_heading(f"{section.number}、{section.title}"), *(_paragraph(text) for text in section.paragraphs)]


def _heading(text: str) -> str:
    return f'<p style="text-indent: 2em;"><strong><span>{escape(text)}</span></strong></p>'


def _paragraph(text: str) -> str:
    return f'<p style="text-indent: 2em;"><span style="font-size: 16pt;">{escape(text)}</span></p>'


def _table(table: TableLayout, options: HtmlOptions) -> str:
    rows: list[str] = []
    for row in range(table.rows):
        cells = []
        for slot in table.slots:
            if slot.row != row:
                continue
            spans = f' rowspan="{slot.row_span}"' if slot.row_span > 1 else ""
            spans += f' colspan="{slot.column_span}"' if slot.column_span > 1 else ""
            text = slot.text if slot.address else _label(slot.text, options)
            cells.append(f"<td{spans}>{_wrap(text, options.wrapping)}</td>")
        if cells:
            rows.append(f"<tr>{''.join(cells)}</tr>")
    return '<table border="1" cellspacing="0"><tbody>\n' + "\n".join(rows) + "\n</tbody></table>"


def _label(text: str, options: HtmlOptions) -> str:
    return " ".join(text) if options.spaced_labels and len(text) <= MAY_BE_SPACED else text


def _wrap(text: str, wrapping: Wrapping) -> str:
    inner = escape(text) or "&nbsp;"
    match wrapping:
        case "plain":
            return escape(text)
        case "span":
            return f'<span style="font-family: 宋体;"><span style="font-size: 12pt;">{inner}</span></span>'
        case "paragraph":
            half = len(text) // 2
            split = f"<span>{escape(text[:half])}</span><span>{escape(text[half:])}</span>" if half else inner
            return f'\n<p style="text-align: center;">&nbsp;{split}&nbsp;</p>\n'
