"""Plain tables of a Word document, cut out of its XML before its tree is made: most of it is their cells.

A cell as an element costs more than all that is done with its text. What is anything but rows of cells with plain
paragraphs stays in the tree: tables in tables, fields, breaks, notes, hidden or struck text, deleted rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from functools import cache
from typing import NamedTuple

from parsers.readers.docx_names import TRANSITIONAL, main_name, whole_number
from parsers.readers.limits import LARGEST_SPAN

#: the attribute that stands for the rows of a table in the tree: their place among those cut out
CUT_OUT = main_name("cutOut")
_MARK = b' w:cutOut="'
_START, _END = b"<w:tbl>", b"</w:tbl>"
_ODD_START = re.compile(rb"<w:tbl\s")
_NAMESPACE = b'xmlns:w="' + TRANSITIONAL + b'"'
_HEAD = re.compile(
    rb"""(?:<\?xml version=["']1\.[01]["'](?: encoding=["']utf-8["'])?(?: standalone=["']\w+["'])? ?\?>)?+\s*+<\w""",
    re.IGNORECASE,
)
#: what XML cannot hold, or folds
_UNFIT = bytes((*range(9), *range(11, 32)))
_UNFIT_WIDE = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_ATTRIBUTES = r'(?: [\w:]++="[^"<>&]*+")*+ ?+'
_MARKS = rf"(?:<w:(?:bookmarkStart|bookmarkEnd|proofErr){_ATTRIBUTES}/>)*+"


def _tags_in(name: str, *refused: str) -> str:
    """Tags and nothing between them, as a format holds them, but none of these."""
    names = "|".join((rf"{name}\b", r"\w*Change\b", *refused))
    return rf"(?:</?w:(?!{names})\w++{_ATTRIBUTES}/?>)*+"


def _format(name: str, *refused: str) -> str:
    return rf"(?:<w:{name}/>|<w:{name}>{_tags_in(name, *refused)}</w:{name}>)?+"


_TABLE_START = re.compile(_MARKS + _format("tblPr") + _MARKS + _format("tblGrid"))
_ROW_START = re.compile(
    f"{_MARKS}<w:tr{_ATTRIBUTES}>{_format('tblPrEx')}{_format('trPr', 'hidden', 'del', 'gridBefore')}{_MARKS}"
)
_TEXT = '<w:t(?: xml:space="preserve")?+>'
_RUN = f"<w:r{_ATTRIBUTES}>"
_PARAGRAPH = f"<w:p{_ATTRIBUTES}>{_format('pPr')}{_MARKS}"
#: the formats of a cell; its text, where that is a single piece; else its paragraphs
_CELL = re.compile(
    rf"<w:tc{_ATTRIBUTES}>(?:<w:tcPr/>|<w:tcPr>({_tags_in('tcPr')})</w:tcPr>)?+{_MARKS}"
    rf"(?:{_PARAGRAPH}{_RUN}{_TEXT}([^<]*+)</w:t></w:r>{_MARKS}</w:p>{_MARKS}</w:tc>"
    rf"|((?:<w:p{_ATTRIBUTES}/>"
    rf"|{_PARAGRAPH}(?:{_RUN}(?:{_TEXT}[^<]*+</w:t>|<w:t/>)*+</w:r>{_MARKS}|<w:r{_ATTRIBUTES}/>)*+</w:p>{_MARKS})*+"
    r")</w:tc>)"
)
_PIECE = re.compile(f"{_TEXT}([^<]*+)")
_MERGING = re.compile(r'<w:(gridSpan|vMerge|hMerge)(?: w:val="([^"]+)")? ?/>')
_MERGING_NAME = re.compile("gridSpan|vMerge|hMerge")
_STYLE = re.compile('<w:pStyle w:val="([^"]*)"')
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_OTHER_ENTITY = re.compile("&(?!(?:lt|gt|quot|apos|amp);)")


class Merging(NamedTuple):
    """What a cell says of its width, of the cell above (``vMerge``) and of the one before (``hMerge``)."""

    width: int = 1
    vertical: str = ""
    across: bool = False

    def told(self, name: str, value: str | None) -> Merging:
        """What it is with what a format of this name says."""
        if name == "gridSpan":
            return self._replace(width=max(1, min(whole_number(value, 0), LARGEST_SPAN)))
        said = "continue" if value is None else value
        return self._replace(vertical=said) if name == "vMerge" else self._replace(across=said == "continue")


ALONE = Merging()
#: the merging and the text of each cell of each row
Rows = list[list[tuple[Merging, str]]]


def without_tables(data: bytes, marked: Set[str] = frozenset()) -> tuple[bytes, list[Rows]]:
    """The XML of a document with its plain tables emptied and marked, and their rows in the order of the marks.

    Tables with paragraphs of the ``marked`` styles are not plain.
    """
    if data.count(TRANSITIONAL) != 1 or _NAMESPACE not in data or not _HEAD.match(data):
        return data, []
    if _MARK in data or b"<![CDATA[" in data or _ODD_START.search(data):
        return data, []
    begins_row, merging_of = cache(_begins_row), cache(_merging)  # the same few formats stand in hundreds of places
    first, *pieces = data.split(_START)
    kept, tables, depth = [first], list[Rows](), 0
    for piece in pieces:
        inside, end, behind = piece.partition(_END)
        plain = end and not depth and (not marked or marked.isdisjoint(_STYLE.findall(inside.decode(errors="replace"))))
        rows = _read_rows(inside, begins_row, merging_of) if plain else None
        if rows is None:
            kept += (_START, piece)
        else:
            kept.append(b'<w:tbl%s%d"/>%s' % (_MARK, len(tables), behind))
            tables.append(rows)
        depth += 1 - piece.count(_END)
    return b"".join(kept), tables


def _read_rows(
    table: bytes, begins_row: Callable[[str], bool], merging_of: Callable[[str], Merging | None]
) -> Rows | None:
    """The rows of what stands in a table; None if it is not plain, or has one column, and so is none."""
    if len(table.translate(None, _UNFIT)) != len(table) or any(each in table for each in _UNFIT_WIDE):
        return None
    try:
        text = table.decode()
    except UnicodeDecodeError:
        return None
    start = _TABLE_START.match(text)
    *sources, behind = text[start.end() if start else 0 :].split("</w:tr>")
    if behind or ("&" in text and _OTHER_ENTITY.search(text)):
        return None
    rows: Rows = []
    for source in sources:
        row_start, *pieces = _CELL.split(source)
        if not begins_row(row_start) or any(pieces[3::4]):
            return None
        row = []
        for formats, one, several in zip(pieces[::4], pieces[1::4], pieces[2::4], strict=True):
            merging = merging_of(formats) if formats else ALONE
            if merging is None:
                return None
            row.append((merging, _shown(_lines_of(several) if one is None else one)))
        rows.append(row)
    return rows if any(len(row) > 1 for row in rows) else None


def _begins_row(source: str) -> bool:
    return _ROW_START.fullmatch(source) is not None


def _merging(formats: str) -> Merging | None:
    """What the formats of a cell say; None where they say it in another way than word processors do."""
    said = _MERGING.findall(formats)
    if len(said) != len(_MERGING_NAME.findall(formats)):
        return None
    merging = ALONE
    for name, value in said:
        merging = merging.told(name, value or None)
    return merging


def _lines_of(paragraphs: str) -> str:
    return "\n".join(["".join(_PIECE.findall(each)) for each in paragraphs.split("</w:p>")])


def _shown(source: str) -> str:
    text = source.strip()
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    if "\n" in text:
        return "\n".join(line for part in text.split("\n") if (line := part.strip()))
    return text
