"""Documents that a converter makes into DOCX: DOC, WPS, RTF and the like."""

from __future__ import annotations

from dataclasses import replace

from parsers.converter import CONVERTED, Converter
from parsers.document import Document, Grid, UnreadableError
from parsers.readers import doc, docx
from parsers.sniff import DOC

METHOD = "docx, converted"


def read(payload: bytes, media_type: str, converter: Converter | None) -> Document:
    """The document of a file that is no DOCX. Its places are those of the DOCX that the converter makes of it.

    Raises UnreadableError, also where there is no converter.
    """
    if media_type == DOC:
        doc.check(payload)
    if converter is None:
        raise UnreadableError(f"needs LibreOffice: the file is {CONVERTED[media_type]}")
    document = docx.read(converter.to_docx(payload, media_type))
    blocks = tuple(replace(block, method=METHOD) if isinstance(block, Grid) else block for block in document.blocks)
    return replace(document, blocks=blocks, media_type=media_type)
