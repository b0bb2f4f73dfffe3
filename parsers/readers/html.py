"""HTML pages: the body of the article as paragraphs and grids, and what the page says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from parsers.document import Block, Document, Paragraph, UnreadableError
from parsers.readers.element_paths import Paths
from parsers.readers.encoding import decode
from parsers.readers.html_cells import all_text, grids_in, is_breaking, is_grid, is_silent, lines_of, read_grid
from parsers.readers.html_facts import read_metadata

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
    parser = etree.HTMLParser(encoding="utf-8")
    try:
        root: etree._Element | None = etree.fromstring(decoded.text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableError(f"empty: the page holds no elements ({error})") from error
    if root is None:
        raise UnreadableError("empty: the page holds no elements")
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnreadableError("too deep: the page nests its elements beyond what a parser follows")
    metadata = read_metadata(root)
    blocks = tuple(_Walker(root).walk(_container(root)))
    return Document(blocks, MEDIA_TYPE, _title(root, metadata), metadata, decoded.findings)


def _container(root: etree._Element) -> etree._Element:
    """The element that holds the article; the whole body where no known container does."""
    by_id: dict[str, etree._Element] = {}
    by_class: dict[str, etree._Element] = {}
    for element in root.iter("*"):
        identifier, classes = element.get("id"), element.get("class")
        if identifier:
            by_id.setdefault(identifier, element)
        if classes:
            for name in classes.split():
                by_class.setdefault(name, element)
    known = [by_id.get(name) for name in _CONTAINER_IDS] + [by_class.get(name) for name in _CONTAINER_CLASSES]
    tables = sum(1 for _ in grids_in(root))
    for element in (each for each in known if each is not None):
        if element.tag in ("body", "html"):
            continue
        inside = sum(1 for _ in grids_in(element))
        if inside or (not tables and len(all_text(element).strip()) >= _SHELL):
            return element
    return next(root.iterchildren("body"), root)


class _Walker:
    """Turns an element tree into blocks; inline text gathers until an element that starts a new line."""

    def __init__(self, root: etree._Element) -> None:
        self._paths = Paths(root)
        self._text: list[str] = []
        self._owner: etree._Element | None = None

    def walk(self, element: etree._Element) -> Iterator[Block]:
        yield from self._walk(element)
        yield from self._flush()

    def _walk(self, element: etree._Element) -> Iterator[Block]:
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

    def _read_caption(self, table: etree._Element) -> Iterator[Block]:
        for caption in table.iterchildren("caption"):
            yield from (self._paragraph(line, caption) for line in lines_of(caption))

    def _add(self, text: str | None, owner: etree._Element) -> None:
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

    def _paragraph(self, text: str, owner: etree._Element) -> Paragraph:
        heading = any(element.tag in _HEADINGS for element in (owner, *owner.iterancestors()))
        return Paragraph(text, (self._paths.place(owner),), heading)


def _title(root: etree._Element, metadata: dict[str, str]) -> str:
    if metadata.get("ArticleTitle"):
        return metadata["ArticleTitle"]
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            text = "".join(lines_of(element))
            if text:
                return text
    return ""
