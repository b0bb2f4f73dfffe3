"""What the parsers ask of a program outside: documents of other word processors made into DOCX.

They run no program themselves: who calls them hands a Converter in.
"""

from __future__ import annotations

from typing import Protocol

from parsers.sniff import DOC, ODT, RTF, UOF, WORD_XML

#: the types that a converter is asked for, in words
CONVERTED = {
    DOC: "an old Word document (DOC or WPS)",
    RTF: "an RTF document",
    WORD_XML: "a Word document as XML",
    ODT: "an OpenDocument text",
    UOF: "a text in the Uniform Office Format",
}
#: the ending by which the files of a type are known
ENDINGS = {DOC: "doc", RTF: "rtf", WORD_XML: "xml", ODT: "odt", UOF: "uot"}


class Converter(Protocol):
    """Makes DOCX files."""

    def to_docx(self, payload: bytes, media_type: str) -> bytes:
        """The bytes of a DOCX file that holds the same document. ``media_type`` is a key of CONVERTED.

        Raises UnreadableError, which says why there is none.
        """
        ...
