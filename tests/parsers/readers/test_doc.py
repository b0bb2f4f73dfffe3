"""Documents that are converted before they are read: types, what is refused at once, what the converter gives."""

from __future__ import annotations

import pytest

from disclosure.report import ElementPath, Status
from parsers import parse
from parsers.converter import CONVERTED
from parsers.document import UnreadableError
from parsers.sniff import DOC, ODT, RTF, UOF, WORD_XML, XLS, sniff
from replica.press.docx import print_docx
from replica.press.truth import make_truth
from tests.parsers.doc_files import ENCRYPTED, odt_file, ole_file, word_head

WORD = ole_file("WordDocument", word_head())
RICH = rb"{\rtf1\ansi hello}"
XML_OF_2003 = b'<?xml version="1.0"?>\r\n<?mso-application progid="Word.Document"?>\r\n<w:wordDocument/>'
SAMPLES = {DOC: WORD, RTF: RICH, WORD_XML: XML_OF_2003, ODT: odt_file("<p/>"), UOF: b"<?xml version='1.0'?><uof:UOF/>"}


class Converts:
    """A converter that knows one answer, and what it was asked."""

    def __init__(self, answer: bytes | str) -> None:
        self.answer = answer
        self.asked: list[tuple[bytes, str]] = []

    def to_docx(self, payload: bytes, media_type: str) -> bytes:
        self.asked.append((payload, media_type))
        if isinstance(self.answer, str):
            raise UnreadableError(self.answer)
        return self.answer


@pytest.mark.parametrize("media_type", CONVERTED)
def test_the_type_is_told_by_content_and_the_document_read_as_converted(media_type: str) -> None:
    payload = SAMPLES[media_type]
    assert sniff(payload) == media_type
    converter = Converts(print_docx(make_truth(3)))
    report = parse(payload, name="年报.pdf", converter=converter)
    assert converter.asked == [(payload, media_type)]
    assert (report.status, report.media_type) == (Status.RECONCILED, media_type)
    assert {reading.method for reading in report.cells.values()} == {"docx, converted"}
    (place,) = report.cells["applications.granted.total"].place
    assert isinstance(place, ElementPath)
    assert place.part == "word/document.xml"


@pytest.mark.parametrize("media_type", CONVERTED)
def test_without_a_converter_the_sentence_says_what_it_needs(media_type: str) -> None:
    (finding,) = parse(SAMPLES[media_type]).findings
    assert finding.message == f"needs LibreOffice: the file is {CONVERTED[media_type]}"


def test_what_the_converter_says_is_the_reason() -> None:
    (finding,) = parse(WORD, converter=Converts("time: it took too long")).findings
    assert (finding.rule, finding.message) == ("unreadable", "time: it took too long")


def test_a_converter_that_gives_no_docx_is_told() -> None:
    (finding,) = parse(WORD, converter=Converts(b"PK\x03\x04 torn")).findings
    assert finding.message.startswith("damaged: ")


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (ole_file("WordDocument", word_head(flags=ENCRYPTED)), "encrypted: needs a password"),
        (WORD[:5000], "damaged: the document was cut off"),
        (WORD[:600] + WORD[-1024:], "damaged: the document was cut off"),
        (WORD[:600], "damaged: the document was cut off"),
    ],
)
def test_a_password_and_damage_are_told_before_anything_is_converted(payload: bytes, reason: str) -> None:
    converter = Converts(print_docx(make_truth(3)))
    report = parse(payload, converter=converter)
    assert report.status is Status.UNREADABLE
    assert report.findings[0].message.startswith(reason)
    assert converter.asked == []


def test_an_old_workbook_is_no_document() -> None:
    assert sniff(ole_file("Workbook", bytes(100))) == XLS
