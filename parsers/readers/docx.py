"""Word documents (DOCX): the body as paragraphs and grids. Headers, footers and notes are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from disclosure.report import Finding, Severity
from parsers.document import Block, Document, Grid, Paragraph, UnreadableError
from parsers.readers.docx_cells import Rows, without_tables
from parsers.readers.docx_looks import may_be_white, without_looks
from parsers.readers.docx_names import (
    BODY,
    EMBEDDED,
    PARAGRAPH,
    PARAGRAPH_FORMAT,
    PICTURES,
    SILENT,
    STRICT,
    STYLE,
    TABLE,
    TRANSITIONAL,
    VALUE,
)
from parsers.readers.docx_numbering import Numbering, read_numbering
from parsers.readers.docx_styles import Styles, is_heading_level, read_styles
from parsers.readers.docx_tables import read_grid
from parsers.readers.docx_text import Texts, chosen
from parsers.readers.element_paths import Paths
from parsers.readers.package import Package
from parsers.readers.package_xml import parse_part
from parsers.readers.text_loose import with_tables

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: some editors number the part
MAIN_PART = re.compile(r"word/document\d*\.xml")


def read(payload: bytes) -> Document:
    """The document of a DOCX file.

    Raises UnreadableError for a damaged, encrypted, over-large or malicious package and for one without any text.
    """
    package = Package(payload)
    part = min(filter(MAIN_PART.fullmatch, package.names), default=None)
    if part is None:
        raise UnreadableError("damaged: the package holds no document")
    data = without_looks(package.read(part)).replace(STRICT, TRANSITIONAL)
    asking = (b"pStyle", b"rStyle", *((b"tblStyle",) if may_be_white(data) else ()))
    styled = _asked_part(package, "word/styles.xml", data, *asking)
    styles = Styles() if styled is None else read_styles(styled)
    source, cut_out = without_tables(data, styles.marks.keys())
    root = parse_part(source, part)
    body = root.find(BODY)
    numbered = _asked_part(package, "word/numbering.xml", source, b"numPr")
    numbering = Numbering() if numbered is None else read_numbering(numbered)
    blocks = tuple(_Walker(root, part, styles, numbering, cut_out).walk(body)) if body is not None else ()
    if not blocks:
        pictures = next(root.iter(*PICTURES), None) is not None
        raise UnreadableError("scan: the document holds only pictures" if pictures else "empty: no text")
    return Document(with_tables(blocks), MEDIA_TYPE, findings=tuple(_findings(root)))


def _asked_part(package: Package, part: str, source: bytes, *asking: bytes) -> etree._Element | None:
    """The tree of a part that the document refers to by elements of these names; None where it does not.

    What has a zero byte is in an encoding in which no name can be looked for.
    """
    if part not in package.names or not any(name in source for name in (*asking, b"\0")):
        return None
    return parse_part(package.read(part).replace(STRICT, TRANSITIONAL), part)


class _Walker:
    """Turns an element tree into blocks, in reading order; a text box stands after the paragraph that anchors it."""

    def __init__(
        self, root: etree._Element, part: str, styles: Styles, numbering: Numbering, cut_out: Sequence[Rows]
    ) -> None:
        self._numbering = numbering
        self._cut_out = cut_out
        self._paths = Paths(root, part)
        self._headings = styles.headings
        self._texts = Texts(root, styles.marks, styles.shaded)

    def walk(self, element: etree._Element) -> Iterator[Block]:
        for child in element:
            if child.tag == PARAGRAPH:
                yield from self._read_paragraph(child)
            elif child.tag == TABLE and (grid := self._read_grid(child)) is not None:
                yield grid
            elif child.tag not in SILENT:
                yield from self.walk(chosen(child))

    def _read_grid(self, table: etree._Element) -> Grid | None:
        return read_grid(table, self._texts, self._paths, self._cut_out)

    def _read_paragraph(self, element: etree._Element) -> Iterator[Block]:
        lines, boxes = self._texts.read(element)
        formats = element.find(PARAGRAPH_FORMAT)
        number = self._numbering.next_number(formats)
        if lines:
            lines[0] = number + lines[0]
            place, heading = (self._paths.place(element),), self._is_heading(formats)
            yield from (Paragraph(line, place, heading) for line in lines)
        for box in boxes:
            yield from self.walk(box)

    def _is_heading(self, formats: etree._Element | None) -> bool:
        if formats is None:
            return False
        level = is_heading_level(formats)
        if level is not None:
            return level
        style = formats.find(STYLE)
        return style is not None and style.get(VALUE) in self._headings


def _findings(root: etree._Element) -> Iterator[Finding]:
    embedded = sum(1 for _ in root.iter(*EMBEDDED))
    if embedded:
        message = f"{embedded} embedded objects (sheets, other documents) were not read"
        yield Finding("embedded_object", Severity.WARNING, message)
