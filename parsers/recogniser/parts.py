"""Several reports in one file: a county's and its townships' after each other, or one agency's of several years.

A file is cut at titles of other agencies or years, where content follows them: not at a title that is repeated, quoted
in a preface, or listed among the contents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from disclosure.agencies import kind_of
from parsers.document import Block, Document, Grid, Paragraph
from parsers.recogniser.heads import same_agency, title_at_end
from parsers.recogniser.narrative import tells
from parsers.recogniser.page_lines import article_of, is_in_menu
from parsers.recogniser.sections import split_sections
from parsers.recogniser.titles import Title

_LONGEST_TITLE = 60
#: lines above that may belong to a title
_LINES = 3
#: a title with fewer characters of prose behind it, and no table, heads nothing
_LEAST_PROSE = 40
#: headings of the form that make a report of a piece
_HEADINGS = 3
_LINK = re.compile(r"^(?:上一[篇条页]|下一[篇条页]|相关|链接|来源|标题|附件?\d*[:：]?$)")


class _Piece(NamedTuple):
    start: int  #: its first block
    title: Title | None  #: None for what stands before the first title


def split_reports(document: Document) -> list[Document]:
    """The documents of the reports in a document, in order; the document itself where it holds one, or none."""
    titles = _titles(document.blocks)
    if len(titles) < 2 and not (titles and titles[0].start > _LINES):
        return [document]
    pieces = _with_content([_Piece(0, None), *titles], document.blocks)
    pieces = _without_repetitions(pieces, document)
    spans = [(piece, following) for piece, following in zip(pieces, _ends(pieces, document.blocks), strict=True)]
    if sum(_is_report(document.blocks[piece.start : end]) for piece, end in spans) < 2:
        return [document]
    return [
        replace(
            document,
            blocks=document.blocks[piece.start : end],
            title=document.title if piece.title is None else piece.title.text,
            doubtful=(),
        )
        for piece, end in spans
    ]


def _titles(blocks: Sequence[Block]) -> list[_Piece]:
    """Lines that are a title of a known kind of agency, with where the title begins."""
    found: list[_Piece] = []
    article = article_of(blocks)
    for place, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_TITLE or not _might_end(block.text):
            continue
        if is_in_menu(block, article):  # a list of other reports
            continue
        lines: list[Paragraph] = []
        for each in blocks[max(0, place - _LINES + 1) : place + 1]:
            lines = [*lines, each] if isinstance(each, Paragraph) and len(each.text) <= _LONGEST_TITLE else []
        title = next((each for each in title_at_end(lines) if each.agency and kind_of(each.agency).kind), None)
        if title and not _LINK.match(block.text.strip()):
            found.append(_Piece(_beginning(title, lines, place), title))
    return found


def _might_end(text: str) -> bool:
    return "报" in text or "報" in text or "总结" in text


def _beginning(title: Title, lines: Sequence[Paragraph], place: int) -> int:
    """The block in which a title of several lines begins."""
    for count in range(1, len(lines) + 1):
        if "".join("".join(line.text for line in lines[-count:]).split()) == title.text:
            return place - count + 1
    return place


def _with_content(pieces: Sequence[_Piece], blocks: Sequence[Block]) -> list[_Piece]:
    """The pieces that are more than a title; what has no content goes to the piece before it."""
    ends = _ends(pieces, blocks)
    return [piece for piece, end in zip(pieces, ends, strict=True) if _has_content(blocks[piece.start : end])]


def _ends(pieces: Sequence[_Piece], blocks: Sequence[Block]) -> list[int]:
    return [*(piece.start for piece in pieces[1:]), len(blocks)][: len(pieces)]


def _has_content(blocks: Sequence[Block]) -> bool:
    prose = sum(len(block.text) for block in blocks[1:] if isinstance(block, Paragraph))
    return prose >= _LEAST_PROSE or any(isinstance(block, Grid) for block in blocks)


def _without_repetitions(pieces: list[_Piece], document: Document) -> list[_Piece]:
    """One piece for each agency and year in a row; what stands before the first title is of that title's report,
    unless it is a report already.
    """
    kept: list[_Piece] = []
    for piece, end in zip(pieces, _ends(pieces, document.blocks), strict=True):
        if piece.title is None and not _is_report(document.blocks[piece.start : end]):
            continue
        if not kept or not _same_report(kept[-1].title, piece.title, document.title):
            kept.append(piece)
    return [kept[0]._replace(start=0), *kept[1:]] if kept else []


def _same_report(first: Title | None, second: Title | None, page_title: str) -> bool:
    """Whether two titles name one report: one agency's name ends with the other's, and the years do not differ."""
    first = first or next(title_at_end([Paragraph(page_title)]), None)
    if first is None or second is None or not first.agency:
        return first is None or not first.agency
    return same_agency(first.agency, second.agency) and (
        first.year is None or second.year is None or first.year == second.year
    )


def _is_report(blocks: Sequence[Block]) -> bool:
    return (
        any(isinstance(block, Grid) and block.rows > 1 for block in blocks)
        or len(split_sections(blocks)) >= _HEADINGS
        or tells(blocks)
    )
