"""HTML pages: the body of the article as paragraphs and grids, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import chain

from lxml import etree

from parsers.document import Block, Document, Paragraph, UnreadableError
from parsers.readers.element_paths import Paths
from parsers.readers.encoding import decode
from parsers.readers.html_cells import is_grid, read_grid
from parsers.readers.html_facts import read_metadata
from parsers.readers.html_text import (
    BREAKING,
    Attributes,
    attributes,
    empty,
    hidden_in,
    mark_lines,
    raw_text,
    shown_text,
    text_of,
)
from parsers.readers.limits import LARGEST_TEXT

MEDIA_TYPE = "text/html"
#: where content management systems put the article, in the order in which they are tried
_CONTAINER_IDS = (
    "zoom",
    "UCAP-CONTENT",
    "ivs_content",
    "vsb_content",
    "J_content",
    "doZoom",
    "mainText",
    "contentText",
    "info_content",
)
_CONTAINER_CLASSES = (
    "TRS_Editor",
    "TRS_UEDITOR",
    "trs_editor_view",
    "TRS_PreAppend",
    "v_news_content",
    "pages_content",
    "wzcon",
    "article_content",
    "con-detail",
)
#: a container with less text than this and no table is an empty shell beside the real one
_SHELL = 60
_CHROME = frozenset(("nav", "footer", "header", "aside", "form", "iframe", "button"))
_STARTING_LINE = BREAKING | {"table", "td", "th", "caption", "body"}
_HEADING = re.compile(r"/h[1-6](?![^/\[])")
_ids, _classes = attributes("id"), attributes("class")


def read(payload: bytes, *, charset: str | None = None) -> Document:
    """The document of a page; ``charset`` is what the HTTP header said.

    Raises UnreadableError for an empty or over-large page.
    """
    if len(payload) > LARGEST_TEXT:
        raise UnreadableError(f"too large: the page has {len(payload)} bytes, {LARGEST_TEXT} are read at most")
    decoded = decode(payload, charset=charset)
    root = _tree(decoded.to_utf_8(payload))
    metadata = read_metadata(root)
    title = metadata.get("ArticleTitle") or _title(root)
    hidden = hidden_in(root)
    grids = frozenset(table for table in root.iter("table") if is_grid(table, hidden))
    container = _container(root, grids)
    hidden -= {container, *container.iterancestors()}  # what a script shows once the page is loaded
    empty(hidden)
    blocks = _Walker(root, hidden, grids).walk(container)
    return Document(blocks, MEDIA_TYPE, title, metadata, decoded.findings)


def _tree(source: bytes) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8")
    try:
        root: etree._Element | None = etree.fromstring(source, parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableError(f"empty: the page holds no elements ({error})") from error
    if root is None:
        raise UnreadableError("empty: the page holds no elements")
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnreadableError("too deep: the page nests its elements beyond what a parser follows")
    return root


def _container(root: etree._Element, grids: Set[etree._Element]) -> etree._Element:
    """The element that holds the article; the whole body where no known container does."""
    for element in chain(_first_named(_CONTAINER_IDS, _ids, root), _first_named(_CONTAINER_CLASSES, _classes, root)):
        if element.tag in ("body", "html"):
            continue
        inside = any(table in grids for table in element.iter("table"))
        if inside or (not grids and len(text_of(element).strip()) >= _SHELL):
            return element
    return next(root.iterchildren("body"), root)


def _first_named(names: Sequence[str], query: Attributes, root: etree._Element) -> Iterator[etree._Element]:
    """For each of the names that stands in one of the attributes, the first element that has it."""
    found: dict[str, etree._Element | None] = {}
    for attribute in query(root):
        for name in attribute.split():
            if name in names and name not in found:
                found[name] = attribute.getparent()
    yield from (element for name in names if (element := found.get(name)) is not None)


class _Walker:
    """Turns an element tree into blocks; inline text gathers until an element that starts a new line."""

    def __init__(self, root: etree._Element, hidden: Set[etree._Element], grids: Set[etree._Element]) -> None:
        self._paths = Paths(root)
        self._hidden = hidden
        self._grids = grids
        self._blocks: list[Block] = []
        self._text: list[str] = []
        self._owner: etree._Element | None = None

    def walk(self, element: etree._Element) -> tuple[Block, ...]:
        self._walk(element)
        self._flush()
        return tuple(self._blocks)

    def _walk(self, element: etree._Element) -> None:
        starts_line = element.tag in _STARTING_LINE
        if starts_line:
            self._flush()
        self._add(element.text, element)
        for child in element:
            if child in self._hidden or child.tag in _CHROME:
                pass
            elif child in self._grids:
                self._flush()
                self._read_table(child)
            else:
                self._walk(child)
            self._add(child.tail, element)
        if starts_line:
            self._flush()

    def _read_table(self, table: etree._Element) -> None:
        mark_lines(table, self._hidden)
        for caption in table.iterchildren("caption"):
            for line in raw_text(caption).splitlines():
                self._add_paragraph(line, caption)
        self._blocks.append(read_grid(table, self._paths, self._hidden))

    def _add(self, text: str | None, owner: etree._Element) -> None:
        if text:
            self._text.append(text)
            if self._owner is None and not text.isspace():
                self._owner = owner

    def _flush(self) -> None:
        owner, text = self._owner, "".join(self._text)
        self._text, self._owner = [], None
        if owner is None:
            return
        for line in text.splitlines() if owner.tag == "pre" else (text,):
            if folded := " ".join(line.split()):
                self._add_paragraph(folded, owner)

    def _add_paragraph(self, text: str, owner: etree._Element) -> None:
        place = self._paths.place(owner)
        self._blocks.append(Paragraph(text, (place,), _HEADING.search(place.xpath) is not None))


def _title(root: etree._Element) -> str:
    headings = (element for tag in ("h1", "title") for element in root.iter(tag))
    return next(filter(None, map(shown_text, headings)), "")
