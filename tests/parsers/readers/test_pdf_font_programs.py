"""Font programs that LibreOffice embeds are hidden from pdfium only where no reading depends on them."""

from __future__ import annotations

import zlib

import pytest

from parsers.document import Paragraph
from parsers.readers.pdf import read
from parsers.readers.pdf_font_programs import without_font_programs
from tests.parsers.pdf_files import pdf_file

LIBREOFFICE = "%PDF-1.6\n%äüöß\n".encode()
LETTERS = "政府信息公开工作年度报告收到申请数量总计自然人"
FONT = (
    b"<</Type/Font/Subtype/Type1/BaseFont/BAAAAA+Song\n/FirstChar 0\n/LastChar %d\n/Widths[%b ]\n"
    b"/FontDescriptor 101 0 R\n/ToUnicode 102 0 R\n>>"
) % (len(LETTERS), b"0" + b" 1000" * len(LETTERS))
DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/BAAAAA+Song\n/Flags 4\n/FontBBox[0 -120 1000 880]/ItalicAngle 0\n/Ascent 0\n"
    b"/Descent 0\n/CapHeight 880\n/StemV 80\n/FontFile 103 0 R\n>>"
)
PROGRAM = b"<</Length 4/Filter/FlateDecode/Length1 4/Length2 0/Length3 0>>\nstream\n%!PS\nendstream"


def letters(table: bytes) -> bytes:
    packed = zlib.compress(table)
    return b"<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(packed), packed)


def table(first: int = 1) -> bytes:
    lines = [f"<{code:02X}> <{ord(letter):04X}>" for code, letter in enumerate(LETTERS, start=1) if code >= first]
    return "\n".join([f"{len(lines)} beginbfchar", *lines, "endbfchar"]).encode()


OBJECTS = {100: FONT, 101: DESCRIPTOR, 102: letters(table()), 103: PROGRAM}
CODES = "".join(f"{code:02X}" for code in range(1, len(LETTERS) + 1))
CONTENT = f"BT /F2 12 Tf 1 0 0 1 60 700 Tm <{CODES}> Tj ET".encode()


def written(header: bytes = LIBREOFFICE, **changes: bytes) -> bytes:
    objects = {**OBJECTS, **{int(name.removeprefix("object_")): value for name, value in changes.items()}}
    return pdf_file(CONTENT, fonts="/F2 100 0 R", objects=objects, header=header)


def test_a_program_is_hidden_where_widths_and_letters_are_told() -> None:
    payload = written()
    lighter = without_font_programs(payload)
    assert lighter == payload.replace(b"/FontFile ", b"/-ontFile ")
    assert lighter != payload
    (paragraph,) = read(payload).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == LETTERS


def test_letters_drawn_one_by_one_are_not_lost_with_the_program() -> None:
    single = b"".join(
        b"BT /F2 12 Tf 1 0 0 1 %d 700 Tm <%02X> Tj ET\n" % (60 + 12 * code, code) for code in range(1, len(LETTERS) + 1)
    )
    payload = pdf_file(single, fonts="/F2 100 0 R", objects=OBJECTS, header=LIBREOFFICE)
    assert without_font_programs(payload) != payload
    (paragraph,) = read(payload).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == LETTERS


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(written(header=b"%PDF-1.7\n"), id="another producer"),
        pytest.param(written(object_102=letters(table(first=2))), id="a code without letter"),
        pytest.param(written(object_102=letters(table().replace(b"<653F>", b"<0000>"))), id="a letter that is none"),
        pytest.param(written(object_102=b"<</Length 4/Filter/FlateDecode>>\nstream\nabcd\nendstream"), id="encrypted"),
        pytest.param(written(object_101=DESCRIPTOR.replace(b"Flags 4\n", b"Flags 32\n")), id="letters by an encoding"),
        pytest.param(written(object_100=FONT[:-2] + b"/Encoding/WinAnsiEncoding>>"), id="an encoding"),
        pytest.param(written(object_100=FONT.replace(b" 1000", b"", 1)), id="a width is missing"),
        pytest.param(written(object_104=FONT), id="two fonts of one description"),
        pytest.param(written().replace(b"<</Size", b"<</Prev 9/Size"), id="a file that was added to"),
        pytest.param(written()[:-30], id="cut off"),
        pytest.param(written().replace(b"startxref\n", b"startxref\n9"), id="no directory where it should be"),
    ],
)
def test_any_other_file_is_left_as_it_is(payload: bytes) -> None:
    assert without_font_programs(payload) is payload
