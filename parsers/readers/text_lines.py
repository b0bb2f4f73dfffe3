"""Lines of extracted text: without what shows nothing, and without what a page prints around its text.

Extractors leave marks of byte order, hyphens and joiners of no width, form feeds at page ends, page numbers and running
headers. A line keeps its number and each character's column in the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from disclosure.report import Place, TextPosition

#: as editors count lines; Python would also break at form feeds and at other marks
_LINE_END = re.compile(r"\r\n|\n|\r")
#: show nothing: control characters, soft hyphen, joiners and marks of no width, byte order mark, variation selectors
_SILENT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\xad\u034f\u061c\u115f\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
    # of Markdown: bold, and the stroke that keeps a character from being a mark
    r"|\*\*|\\(?=[.()\[\]{}<>#*_~+!`-])"
)
#: what is left of HTML: ends of lines and marks of looks, for which a gap stands, and signs by their names
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|strong|i|em|u|font|center|su[bp]|t[dhr])(?:\s[^<>]*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{3,6}|#[3-9]\d|#x[2-9a-f][\da-f]{1,4}|[a-z]{2,8}\d?);", re.IGNORECASE)
_NOTHING = "\u200b"  #: one of those that show nothing
_DASHES = "-—–－‐‑─~～·•"
#: a page number with something around it that no value has: - 3 -, 第3页, 第 3 页 共 8 页, 3 / 8, Page 3 of 8
_PAGE_NUMBER = re.compile(
    rf"[{_DASHES}]+ ?\d{{1,3}} ?[{_DASHES}]+|第 ?\d{{1,3}} ?页(?:[,， ]*(?:/ ?)?共 ?\d{{1,3}} ?页)?|"
    r"\d{1,3} ?/ ?\d{1,3} ?页?|page \d{1,3}(?: of \d{1,3})?",
    re.IGNORECASE,
)
_LONGEST_PAGE_NUMBER = 24
_BARE_NUMBER = re.compile(r"\d{1,3}")


class Line(NamedTuple):
    """``columns`` has the column in the file of each character, None where none was taken out.

    ``source`` is where the line stands when it is no line of a file but an element of a page.
    """

    number: int
    text: str
    columns: tuple[int, ...] | None = None
    starts_page: bool = False
    source: tuple[Place, ...] = ()

    def place(self, offset: int) -> tuple[Place, ...]:
        """Where the character at an offset stands."""
        return self.source or (TextPosition(self.number, (self.columns[offset] if self.columns else offset) + 1),)


def split_lines(text: str) -> list[Line]:
    """The lines of a text, those left out that only number or head a page."""
    lines = [line for number, whole in enumerate(_LINE_END.split(text), start=1) for line in _clean(number, whole)]
    furniture = _running_lines(lines)
    return [
        line._replace(text="", columns=None) if id(line) in furniture or _is_page_number(line.text) else line
        for line in lines
    ]


def _clean(number: int, text: str) -> Iterator[Line]:
    """The line without what shows nothing; one for each page where form feeds part it."""
    if "<" in text:
        text = _TAG.sub(_gap, text if "|" in text else _BREAK.sub(_gap, text))  # cells between bars keep their lines
    if "&" in text:
        text = _ENTITY.sub(lambda entity: unescape(entity[0]).ljust(len(entity[0]), _NOTHING), text)
    if _SILENT.search(text) is None:
        yield Line(number, text)
        return
    start = 0
    for page, part in enumerate(text.split("\f")):
        silent = {column for match in _SILENT.finditer(part) for column in range(*match.span())}
        kept = [column for column in range(len(part)) if column not in silent]
        columns = tuple(start + column for column in kept)
        yield Line(number, "".join(part[column] for column in kept), columns, starts_page=page > 0)
        start += len(part) + 1


def _gap(tag: re.Match[str]) -> str:
    return " " * len(tag[0])


def _is_page_number(text: str) -> bool:
    stripped = text.strip()
    return 2 < len(stripped) <= _LONGEST_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(" ".join(stripped.split())) is not None


def _running_lines(lines: Sequence[Line]) -> set[int]:
    """Identities of the first or last lines of pages that count the pages, or say the same on most of them."""
    pages = [page for page in _pages(lines) if page]
    running: set[int] = set()
    if len(pages) < 2:
        return running
    for end in (0, -1):
        edges = [page[end] for page in pages]
        counted = [
            (int(text), page, line)
            for page, line in enumerate(edges)
            if _BARE_NUMBER.fullmatch(text := line.text.strip())
        ]
        offset, times = Counter(number - page for number, page, _ in counted).most_common(1)[0] if counted else (0, 0)
        if times >= max(2, len(pages) - 1):
            running |= {id(line) for number, page, line in counted if number - page == offset}
        said, times = Counter(line.text.strip() for line in edges).most_common(1)[0]
        if times >= max(3, len(pages) - 1) and len(said) > 3:
            running |= {id(line) for line in edges if line.text.strip() == said}
    return running


def _pages(lines: Sequence[Line]) -> Iterator[list[Line]]:
    page: list[Line] = []
    for line in lines:
        if line.starts_page:
            yield page
            page = []
        if line.text.strip():
            page.append(line)
    yield page
