"""One statutory table as HTML: rows and spans, and what content systems put inside the cells."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from replica.press.layout import Slot, TableLayout
from replica.press.page import PageStyle, column_shares

Wrapping = Literal["plain", "span", "paragraph", "word"]


@dataclass(frozen=True, slots=True)
class TableDress:
    """See HtmlOptions."""

    wrapping: Wrapping
    header_cells: bool
    page: PageStyle | None


def print_table(table: TableLayout, dress: TableDress) -> str:
    rows = []
    for row in range(table.rows):
        name = "th" if dress.header_cells and row < table.header_rows else "td"
        if cells := "".join(_cell(slot, name, dress) for slot in table.slots if slot.row == row):
            rows.append((row, f"<tr>{cells}</tr>"))
    columns = _columns(table, dress.page) if dress.page else ""
    attributes = ' class="MsoNormalTable" cellpadding="0"' if dress.wrapping == "word" else ""
    body = "\n".join(text for row, text in rows if not dress.header_cells or row >= table.header_rows)
    head = ""
    if dress.header_cells:
        head = "<thead>\n" + "\n".join(text for row, text in rows if row < table.header_rows) + "\n</thead>"
    return f'<table border="1" cellspacing="0"{attributes}>{columns}{head}<tbody>\n{body}\n</tbody></table>'


def _cell(slot: Slot, name: str, dress: TableDress) -> str:
    spans = f' rowspan="{slot.row_span}"' if slot.row_span > 1 else ""
    spans += f' colspan="{slot.column_span}"' if slot.column_span > 1 else ""
    return f"<{name}{spans}>{_wrap(slot.text, dress.wrapping)}</{name}>"


def _columns(table: TableLayout, page: PageStyle) -> str:
    shares = column_shares(table, page)
    return "<colgroup>" + "".join(f'<col style="width: {share:.2%}">' for share in shares) + "</colgroup>"


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
        case "word":
            style = "font-size:10.5pt;font-family:宋体;mso-bidi-font-family:宋体"
            last = f'<span style="mso-spacerun:yes">{escape(text[-1:])}</span>' if text else "&nbsp;"
            return (
                f'\n<p class="MsoNormal" align="center" style="mso-pagination:widow-orphan"><span lang="EN-US"\n'
                f'style="{style}">{escape(text[:-1])}{last}<o:p></o:p></span></p>\n'
            )
