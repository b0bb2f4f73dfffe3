"""The report as a DOCX file of the kind that word processors save: ZIP and XML, nothing else."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape

from replica.press.layout import Slot, TableLayout, active_disclosure_blocks
from replica.press.outline import outline
from replica.press.page import PageStyle, column_edges
from replica.press.statistics_table import StatisticsOptions
from replica.press.truth import Section, Truth
from replica.press.typist import Typing, type_labels

TEXT_WIDTH = 9026  # twentieths of a point between the margins of an A4 page
STAMP = (2024, 1, 1, 0, 0, 0)  # the same truth gives the same bytes
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
MARGINS = "".join(f' w:{side}="1440"' for side in ("top", "right", "bottom", "left"))
SECTION = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar{MARGINS}/></w:sectPr>'


@dataclass(frozen=True, slots=True)
class DocxOptions:
    """How the document is typed.

    ``blocks_apart``: section two as a table a block, captions before them. ``runs``: how many runs a cell's text is
    torn into. ``page``, ``typing`` and ``statistics``: see there.
    """

    blocks_apart: bool = False
    runs: int = 1
    page: PageStyle = field(default_factory=PageStyle)
    typing: Typing = field(default_factory=Typing)
    statistics: StatisticsOptions = field(default_factory=StatisticsOptions)


def print_docx(truth: Truth, options: DocxOptions | None = None) -> bytes:
    """The whole package; the bytes depend on nothing but the truth and the options."""
    document = (
        f'<w:document xmlns:w="{W}"><w:body>{_body(truth, options or DocxOptions())}{SECTION}</w:body></w:document>'
    )
    parts = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}')
    return buffer.getvalue()


def _body(truth: Truth, options: DocxOptions) -> str:
    parts = [_paragraph(truth.title, points=18, centred=True, lead=options.page.lead)]
    parts += [_paragraph(text) for text in (truth.notice, *truth.opening)]
    for part in outline(truth, options.statistics):
        if isinstance(part, Section):
            parts += _section(part)
            continue
        parts.append(_paragraph(part.heading, bold=True))
        if part.name == "active_disclosure" and options.blocks_apart:
            for block in active_disclosure_blocks(truth.editions[part.name]):
                caption, table = type_labels(block.filled(truth.cells), options.typing).without_caption()
                parts += [_paragraph(caption), _table(table, options)]
        else:
            parts += [_table(type_labels(table, options.typing), options) for table in part.grids]
            # Word puts a paragraph behind a table; without one, a table at the end dissolves in DOC.
            parts += [_paragraph("")] if part.name == "statistics" else []
    return "".join(parts)


def _section(section: Section) -> list[str]:
    heading = _paragraph(f"{section.number}、{section.title}", bold=True)
    return [heading, *(_paragraph(text) for text in section.paragraphs)]


def _paragraph(text: str, *, points: float = 14, bold: bool = False, centred: bool = False, lead: float = 0) -> str:
    layout = f'<w:spacing w:before="{lead * 20:.0f}"/>' + ('<w:jc w:val="center"/>' if centred else "")
    return f"<w:p><w:pPr>{layout}</w:pPr>{_run(text, points, bold=bold)}</w:p>"


def _run(text: str, points: float, *, bold: bool = False) -> str:
    style = '<w:rFonts w:ascii="Noto Sans CJK SC" w:hAnsi="Noto Sans CJK SC" w:eastAsia="Noto Sans CJK SC"/>'
    style += "<w:b/>" if bold else ""
    style += f'<w:sz w:val="{points * 2:.0f}"/>'
    return f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table(table: TableLayout, options: DocxOptions) -> str:
    edges = column_edges(table, options.page, TEXT_WIDTH)
    grid = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    covering = {(row, slot.column): slot for slot in table.slots for row in range(slot.row, slot.row + slot.row_span)}
    rows = []
    for row in range(table.rows):
        slots = [covering[place] for place in sorted(covering) if place[0] == row]
        header = "<w:tblHeader/>" if options.page.repeat_header and row < table.header_rows else ""
        cells = "".join(_cell(slot, row, edges, options) for slot in slots)
        if cells:
            rows.append(f"<w:tr><w:trPr>{header}</w:trPr>{cells}</w:tr>")
    sides = "none" if options.page.open_sides else "single"
    styles = {
        "top": "single",
        "left": sides,
        "bottom": "single",
        "right": sides,
        "insideH": "single",
        "insideV": "single",
    }
    borders = "".join(f'<w:{side} w:val="{style}" w:sz="4" w:color="000000"/>' for side, style in styles.items())
    margin = f'w:w="{options.page.padding * 20:.0f}" w:type="dxa"'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top {margin}/><w:left w:w="28" w:type="dxa"/>'
        f'<w:bottom {margin}/><w:right w:w="28" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _cell(slot: Slot, row: int, edges: list[int], options: DocxOptions) -> str:
    """A slot in one of its rows: its text in the first, a continuation in those below."""
    form = f'<w:tcW w:w="{edges[slot.column + slot.column_span] - edges[slot.column]}" w:type="dxa"/>'
    form += f'<w:gridSpan w:val="{slot.column_span}"/>' if slot.column_span > 1 else ""
    if slot.row_span > 1:
        form += '<w:vMerge w:val="restart"/>' if row == slot.row else "<w:vMerge/>"
    runs = ""
    if slot.text and row == slot.row:
        size = -(-len(slot.text) // options.runs)
        pieces = [slot.text[start : start + size] for start in range(0, len(slot.text), size)]
        runs = "".join(_run(piece, options.page.points) for piece in pieces)
    return f'<w:tc><w:tcPr>{form}</w:tcPr><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{runs}</w:p></w:tc>'
