"""HTML pages: the body of the article as paragraphs and grids, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any

from lxml import etree

from disclosure.report import Finding, Severity
from parsers.document import Block, Document, Paragraph, UnreadableError
from parsers.readers.element_paths import Paths
from parsers.readers.encoding import decode
from parsers.readers.html_cells import is_grid, read_grid
from parsers.readers.html_facts import read_metadata
from parsers.readers.html_looks import looks_in
from parsers.readers.html_marks import FIELDS, PICTURES, RAISED, STRUCK, spell_out, spell_pictures
from parsers.readers.html_text import (
    BREAKING,
    SILENT,
    empty,
    fade,
    mark_lines,
    raw_text,
    shown_text,
    text_of,
)
from parsers.readers.limits import LARGEST_TEXT
from parsers.readers.text import blocks_of as text_blocks
from parsers.readers.text_lines import split_lines
from parsers.readers.text_loose import with_tables
from parsers.values import is_number

MEDIA_TYPE = "text/html"
#: where content management systems put the article, by # and id or by class, in the order in which they are tried
_CONTAINERS = (
    "#zoom",
    "#UCAP-CONTENT",
    "#ivs_content",
    "#vsb_content",
    "#J_content",
    "#doZoom",
    "#mainText",
    "#contentText",
    "#info_content",
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
#: characters of a form that only searches or sends; others are around a whole page
_LONGEST_FORM = 200
_LONGEST_SOURCE = 200
#: addresses of what a page shows in a frame: a file, or a program that shows one
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?)\b|viewer", re.IGNORECASE)
_HEADING = re.compile(r"/h[1-6](?![^/\[])")
#: what is looked for in the whole page
_NAMED = ("meta", "title", "h1", "table", "iframe", "embed", *RAISED, *STRUCK, *FIELDS, *PICTURES, *SILENT)


def read(payload: bytes, *, charset: str | None = None) -> Document:
    """The document of a page; ``charset`` is what the HTTP header said.

    Raises UnreadableError for an empty or over-large page.
    """
    if len(payload) > LARGEST_TEXT:
        raise UnreadableError(f"too large: the page has {len(payload)} bytes, {LARGEST_TEXT} are read at most")
    decoded = decode(payload, charset=charset)
    # White space to HTML and to Python, but no character of XML, in which cells are written out.
    source = decoded.to_utf_8(payload).replace(b"\x0b", b" ").replace(b"\x0c", b" ")
    root = _tree(source)
    named: dict[Any, list[etree._Element]] = {name: [] for name in _NAMED}
    for element in root.iter(*_NAMED):
        named[element.tag].append(element)
    for script in named["script"]:
        script.text = None  # half of many a page, and no text of any
    metadata = read_metadata(root, named["meta"])
    page_title = next(filter(None, map(shown_text, named["title"])), "")
    if page_title:
        metadata["PageTitle"] = page_title
    title = metadata.get("ArticleTitle") or next(filter(None, map(shown_text, named["h1"])), page_title)
    grids = _grids(named["table"])
    container = _container(root, grids)
    # What is around the article is shown with it, as an object or a head that swallowed the page is.
    silent = {element for name in SILENT for element in named[name]}.difference(container.iterancestors())
    looks = looks_in(container, named["style"], grids)
    hidden = looks.hidden | silent
    empty(hidden)
    for element, seen in looks.faded.items():
        fade(element, seen)
    spell_out(named, looks, hidden)
    shown = [table for table in grids if is_grid(table, hidden)] if hidden else grids
    spell_pictures(named, shown, hidden)
    blocks = with_tables(_Walker(root, hidden, shown).walk(container))
    findings = decoded.findings if shown else (*decoded.findings, *_frames(named["iframe"] + named["embed"]))
    return Document(blocks, MEDIA_TYPE, title, metadata, findings)


def _frames(elements: Iterable[etree._Element]) -> Iterator[Finding]:
    """What a page without tables shows of other documents."""
    sources = [source for element in elements if _DOCUMENT.search(source := element.get("src") or "")]
    if sources:
        message = f"the page shows another document, which was not read with it: {sources[0][:_LONGEST_SOURCE]}"
        yield Finding("embedded_document", Severity.WARNING, message)


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


def _grids(tables: Sequence[etree._Element]) -> list[etree._Element]:
    """Tables of data; what is around other tables only lays out the page, but for those of a single number."""
    grids: list[etree._Element] = []
    outer: set[etree._Element] = set()
    for table in reversed(tables):  # what is inside comes before what is around it
        if table not in outer and is_grid(table):
            grids.append(table)
        elif table not in outer and is_number(" ".join(text_of(table).split())):
            continue  # that a word processor put into a cell, to place it there
        outer.update(table.iterancestors("table"))
    return grids[::-1]


def _container(root: etree._Element, grids: Sequence[etree._Element]) -> etree._Element:
    """The element that holds the article; the whole body where no known container does."""
    named: dict[str, list[etree._Element]] = {}
    for element in _around(grids) if grids else root.iterdescendants("*"):
        for name in ("#" + element.get("id", "").strip(), *element.get("class", "").split()):
            named.setdefault(name, []).append(element)
    for name in _CONTAINERS:
        if name not in named or named[name][0].tag in ("body", "html"):
            continue
        if grids:
            return _around_all(named[name])
        if len(text_of(named[name][0]).strip()) >= _SHELL:
            return named[name][0]
    return next(root.iterchildren("body"), root)


def _around_all(holders: Sequence[etree._Element]) -> etree._Element:
    """The innermost element around all: some editors put each table of an article into a holder of its own."""
    holder = holders[0]
    for other in holders[1:]:
        above = {other, *other.iterancestors()}
        holder = next(each for each in (holder, *holder.iterancestors()) if each in above)
    return holder


def _around(grids: Sequence[etree._Element]) -> Iterator[etree._Element]:
    """The grids and the elements around each, from the outermost on."""
    for grid in grids:
        yield from reversed([grid, *grid.iterancestors()])


class _Walker:
    """Turns an element tree into blocks; inline text gathers until an element that starts a new line."""

    def __init__(self, root: etree._Element, hidden: Set[etree._Element], grids: Sequence[etree._Element]) -> None:
        self._paths = Paths(root)
        self._hidden = hidden
        self._grids = frozenset(grids)
        self._around = frozenset(above for grid in grids for above in grid.iterancestors())
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
            if child in self._hidden or (child.tag in _CHROME and not self._is_page(child)):
                pass
            elif child in self._grids:
                self._flush()
                self._read_table(child)
            else:
                self._walk(child)
            self._add(child.tail, element)
        if starts_line:
            self._flush()

    def _is_page(self, chrome: etree._Element) -> bool:
        """Whether the article stands in it: some systems put a form around each page."""
        return chrome in self._around or (chrome.tag == "form" and len(text_of(chrome)) > _LONGEST_FORM)

    def _read_table(self, table: etree._Element) -> None:
        for caption in table.iterchildren("caption"):
            mark_lines(caption, self._hidden)
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
        if "\n" in text and (owner.tag == "pre" or next(owner.iterancestors("pre"), None) is not None):
            place = (self._paths.place(owner),)
            self._blocks += text_blocks([line._replace(source=place) for line in split_lines(text)])
        elif folded := " ".join(text.split()):
            self._add_paragraph(folded, owner)

    def _add_paragraph(self, text: str, owner: etree._Element) -> None:
        place = self._paths.place(owner)
        self._blocks.append(Paragraph(text, (place,), _HEADING.search(place.xpath) is not None))
