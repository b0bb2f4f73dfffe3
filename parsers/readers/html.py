"""HTML pages: the body of the article as paragraphs and grids, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from disclosure.labels import normalise
from parsers.document import Block, Document, Paragraph, UnreadableError
from parsers.readers.element_paths import Paths
from parsers.readers.encoding import decode
from parsers.readers.html_cells import grids_in, is_breaking, is_grid, is_silent, lines_of, read_grid

MEDIA_TYPE = "text/html"
LARGEST_PAYLOAD = 10 * 2**20
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
_META = {name.lower(): name for name in ("ArticleTitle", "PubDate", "ContentSource", "SiteIDCode", "ColumnType")}
#: labels of the table that heads an article on disclosure pages; the value stands in the next cell or after a colon
_FACTS = {"索引号": "索引号", "发布机构": "发布机构", "公开责任部门": "发布机构", "发布日期": "发布日期"}
_FACT = re.compile(rf"^({'|'.join(_FACTS)})[::](.{{1,40}})$")
_FACT_ELEMENTS = ("td", "th", "li", "span", "p", "div")
_LONGEST_FACT = 60
#: a container with less text than this and no table is an empty shell beside the real one
_SHELL = 60
_CHROME = ("nav", "footer", "header", "aside", "form", "iframe", "button")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def read(payload: bytes, *, charset: str | None = None) -> Document:
    """The document of a page; ``charset`` is what the HTTP header said.

    Raises UnreadableError for an empty or over-large page.
    """
    if len(payload) > LARGEST_PAYLOAD:
        raise UnreadableError(f"too large: the page has {len(payload)} bytes, {LARGEST_PAYLOAD} are read at most")
    decoded = decode(payload, charset=charset)
    parser = HTMLParser(encoding="utf-8")
    try:
        root = document_fromstring(decoded.text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableError(f"empty: the page holds no elements ({error})") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnreadableError("too deep: the page nests its elements beyond what a parser follows")
    metadata = _metadata(root)
    blocks = tuple(_Walker(root).walk(_container(root)))
    return Document(blocks, MEDIA_TYPE, _title(root, metadata), metadata, decoded.findings)


def _container(root: HtmlElement) -> HtmlElement:
    """The element that holds the article; the whole body where no known container does."""
    by_id = {element.get("id"): element for element in reversed(root.xpath("//*[@id]"))}
    by_class: dict[str, HtmlElement] = {}
    for element in root.xpath("//*[@class]"):
        for name in element.get("class").split():
            by_class.setdefault(name, element)
    known = [by_id.get(name) for name in _CONTAINER_IDS] + [by_class.get(name) for name in _CONTAINER_CLASSES]
    tables = sum(1 for _ in grids_in(root))
    for element in known:
        if element is None or element.tag in ("body", "html"):
            continue
        inside = sum(1 for _ in grids_in(element))
        if inside or (not tables and len("".join(element.itertext()).strip()) >= _SHELL):
            return element
    body = root.find("body")
    return root if body is None else body


class _Walker:
    """Turns an element tree into blocks; inline text gathers until an element that starts a new line."""

    def __init__(self, root: HtmlElement) -> None:
        self._paths = Paths(root)
        self._text: list[str] = []
        self._owner: HtmlElement | None = None

    def walk(self, element: HtmlElement) -> Iterator[Block]:
        yield from self._walk(element)
        yield from self._flush()

    def _walk(self, element: HtmlElement) -> Iterator[Block]:
        starts_line = is_breaking(element) or element.tag in ("table", "td", "th", "caption", "body")
        if starts_line:
            yield from self._flush()
        self._add(element.text, element)
        for child in element:
            if not is_silent(child) and child.tag not in _CHROME:
                if child.tag == "table" and is_grid(child):
                    yield from self._flush()
                    yield from self._read_caption(child)
                    yield read_grid(child, self._paths)
                else:
                    yield from self._walk(child)
            self._add(child.tail, element)
        if starts_line:
            yield from self._flush()

    def _read_caption(self, table: HtmlElement) -> Iterator[Block]:
        for caption in table.iterchildren("caption"):
            yield from (self._paragraph(line, caption) for line in lines_of(caption))

    def _add(self, text: str | None, owner: HtmlElement) -> None:
        if text:
            self._text.append(text)
            if self._owner is None and text.strip():
                self._owner = owner

    def _flush(self) -> Iterator[Block]:
        owner, text = self._owner, "".join(self._text)
        self._text, self._owner = [], None
        if owner is None:
            return
        lines = text.splitlines() if owner.tag == "pre" else [text]
        for line in lines:
            folded = " ".join(line.split())
            if folded:
                yield self._paragraph(folded, owner)

    def _paragraph(self, text: str, owner: HtmlElement) -> Paragraph:
        heading = any(element.tag in _HEADINGS for element in (owner, *owner.iterancestors()))
        return Paragraph(text, (self._paths.place(owner),), heading)


def _title(root: HtmlElement, metadata: dict[str, str]) -> str:
    if metadata.get("ArticleTitle"):
        return metadata["ArticleTitle"]
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            text = "".join(lines_of(element))
            if text:
                return text
    return ""


def _metadata(root: HtmlElement) -> dict[str, str]:
    """Named facts: meta tags of the national norm, and the table of facts above an article."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = _META.get((element.get("name") or "").strip().lower())
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    for element in root.iter(*_FACT_ELEMENTS):
        fact = _fact(element)
        if fact:
            found.setdefault(*fact)
    return found


def _fact(element: HtmlElement) -> tuple[str, str] | None:
    if len(element) > 3 or sum(map(len, element.itertext())) > _LONGEST_FACT:
        return None
    text = "".join(element.itertext())
    if not any(label[:2] in text for label in _FACTS) and "索" not in text:
        return None
    line = normalise(text)
    match = _FACT.match(line)
    if match:
        return _FACTS[match[1]], match[2]
    label = line.rstrip(":")
    following = element.getnext()
    if label in _FACTS and element.tag in ("td", "th") and following is not None:
        value = "".join(lines_of(following))
        return (_FACTS[label], value) if value else None
    return None
