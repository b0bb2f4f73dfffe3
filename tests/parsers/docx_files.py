"""DOCX files of a few lines of XML, for the tests of the reader."""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import groupby

from tests.parsers.grids import Box, Drawn

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def pack(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP package of these parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def document(body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACES}><w:body>{body}</w:body></w:document>'


def docx(body: str, **parts: str) -> bytes:
    """A DOCX of this body; further parts of ``word/`` by name (``styles="<w:style .../>"``)."""
    further = {f"word/{name}.xml": f"<w:{name} {NAMESPACES}>{content}</w:{name}>" for name, content in parts.items()}
    return pack(
        {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document(body), **further}
    )


def run(text: str, formats: str = "") -> str:
    return f'<w:r><w:rPr>{formats}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, formats: str = "") -> str:
    return f"<w:p><w:pPr>{formats}</w:pPr>{run(text)}</w:p>"


def cell(text: str, formats: str = "") -> str:
    return f"<w:tc><w:tcPr>{formats}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def print_grid(drawn: Drawn) -> str:
    """A table as Word writes it: a cell that spans rows is begun in the first and continued in the others."""
    pieces = sorted(
        ((box.row + down, box.column, down, box) for box in drawn.boxes for down in range(box.row_span)),
        key=lambda piece: piece[:2],
    )
    rows = [
        "".join(_piece(box, down) for _, _, down, box in row) for _, row in groupby(pieces, key=lambda piece: piece[0])
    ]
    return (
        f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * drawn.columns}</w:tblGrid>"
        + "".join(f"<w:tr>{row}</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def _piece(box: Box, down: int) -> str:
    formats = f'<w:gridSpan w:val="{box.column_span}"/>' if box.column_span > 1 else ""
    if box.row_span > 1:
        formats += "<w:vMerge/>" if down else '<w:vMerge w:val="restart"/>'
    return cell("" if down else box.text, formats)
