"""Fonts without letters, text that a program recognised, files without their end: told, never guessed."""

from __future__ import annotations

import pytest

from disclosure.report import Status
from parsers import parse
from parsers.document import Grid, UnreadableError
from parsers.readers.pdf import read
from replica.press.pdf import print_pdf
from replica.press.truth import make_truth
from tests.parsers.pdf_files import HEIGHT, pdf_file, show, stream
from tests.parsers.readers.test_pdf_looks import (
    CELLS,
    PAGE,
    PROSE,
    ROWS,
    XS,
    YS,
    operators,
    strokes,
    tables,
    values,
)

DESCENDANT = (
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+SimSun/CIDToGIDMap/Identity/DW 500/FontDescriptor 102 0 R"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
)
DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/ABCDEF+SimSun/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 80>>"
)
BY_GLYPH = b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+SimSun/Encoding/Identity-H/DescendantFonts[101 0 R]%b>>"
SIMPLE = (
    b"<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+X/FirstChar 0/LastChar 40/Widths[%b]/FontDescriptor 102 0 R"
    b"/Encoding<</Differences[0%b]>>>>"
) % (b" 500" * 41, b"".join(b"/g%d" % code for code in range(41)))
FIRST_GLYPH = 0x2C  #: the glyph of 0: those of 4 and up have the codes of the digits 0 and up


def digits(width: int, text: str, x: float, y: float) -> bytes:
    """Digits in a font of their own, by their glyphs; all else as ever."""
    if not text.isdecimal():
        return show(text, x, y)
    codes = "".join(f"{int(digit) + (FIRST_GLYPH if width == 4 else 20):0{width}X}" for digit in text)
    return f"BT /F2 10 Tf 1 0 0 1 {x} {HEIGHT - y} Tm <{codes}> Tj ET\n".encode()


def of_font(font: bytes, width: int, more: bytes = b"", **objects: bytes) -> bytes:
    """The table with its digits in the font, and a text of more glyphs below it."""
    content = PROSE + strokes() + values(lambda *place: digits(width, *place)) + more
    numbered = {100: font, 101: DESCENDANT, 102: DESCRIPTOR}
    numbered |= {int(name.removeprefix("object_")): value for name, value in objects.items()}
    return pdf_file(content, fonts="/F2 100 0 R", objects=numbered)


CAPTION = b"BT /F2 10 Tf 1 0 0 1 60 500 Tm <00010002000300040005> Tj ET\n"


@pytest.mark.parametrize(
    ("font", "width"), [(BY_GLYPH % b"", 4), (SIMPLE, 2)], ids=["glyphs of an embedded font", "nameless glyphs"]
)
def test_digits_without_letters_are_no_digits(font: bytes, width: int) -> None:
    document = read(of_font(font, width, CAPTION))
    cells = [cell for block in document.blocks if isinstance(block, Grid) for cell in block.cells]
    assert not [cell for cell in cells if any(letter.isdigit() for letter in cell.text)]
    assert [cell.text for cell in cells if cell.row == 0] == ROWS[0]
    assert next(cell.text for cell in cells if (cell.row, cell.column) == (1, 4)) == "\ufffd" * 3
    assert "unknown_letters" in {finding.rule for finding in document.findings}


def test_digits_of_private_use_are_no_digits() -> None:
    lines = b"\n".join(b"<%04X> <%04X>" % (FIRST_GLYPH + digit, 0xE000 + digit) for digit in range(10))
    table = b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 10 beginbfchar\n%b\nendbfchar endcmap"
    document = read(of_font(BY_GLYPH % b"/ToUnicode 103 0 R", 4, object_103=stream(table % lines)))
    ((_, (_, *numbers), *_),) = tables(document)
    assert not any(letter.isdigit() for number in numbers for letter in number)


def test_a_file_without_letters_is_refused() -> None:
    text = b"".join(
        b"BT /F2 10 Tf 1 0 0 1 60 %d Tm <%b> Tj ET\n" % (800 - 20 * row, b"0001000200030004" * 5) for row in range(9)
    )
    payload = pdf_file(text, fonts="/F2 100 0 R", objects={100: BY_GLYPH % b"", 101: DESCENDANT, 102: DESCRIPTOR})
    with pytest.raises(UnreadableError, match="no letters"):
        read(payload)


PIXEL = stream(b"\xc8", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")
PICTURE = b"q 595 0 0 842 0 0 cm /I Do Q\n"


@pytest.mark.parametrize(("unseen", "rules"), [(b"3 Tr\n", ["recognised_text"]), (b"", [])])
def test_text_that_a_program_recognised_in_a_picture_is_told(unseen: bytes, rules: list[str]) -> None:
    document = read(pdf_file(PICTURE + unseen + PAGE, resources="/XObject<</I 100 0 R>>", objects={100: PIXEL}))
    assert tables(document) == [ROWS]
    assert [finding.rule for finding in document.findings] == rules


BESIDE = show("999", XS[1] + 14, YS[1] + 16)
DARK = operators("{a} {b} {w} 24 re f", CELLS)
GHOSTS = {
    "without ink": b"3 Tr\n" + BESIDE + b"0 Tr\n",
    "white": b"1 g\n" + BESIDE + b"0 g\n",
    "white on white": b"1 g\n" + DARK + BESIDE + b"0 g\n",
}


@pytest.mark.parametrize("ghost", GHOSTS.values(), ids=GHOSTS)
def test_what_nobody_sees_is_no_part_of_a_number(ghost: bytes) -> None:
    document = read(pdf_file(ghost + PAGE))
    assert tables(document) == [ROWS]
    assert [(finding.rule, "999" in finding.message) for finding in document.findings] == [("unseen_text", True)]


def test_what_nobody_sees_in_a_form_is_no_part_of_a_number() -> None:
    head = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
    form = stream(GHOSTS["white"] + PAGE, head)
    document = read(pdf_file(b"q /X Do Q\n", resources="/XObject<</X 100 0 R>>", objects={100: form}))
    assert tables(document) == [ROWS]
    assert [finding.rule for finding in document.findings] == ["unseen_text"]


def test_text_without_ink_and_without_a_picture_is_told() -> None:
    document = read(pdf_file(b"3 Tr\n" + PAGE))
    assert tables(document) == [ROWS]
    assert [finding.rule for finding in document.findings] == ["recognised_text"]


@pytest.mark.parametrize("missing", [40, 60, 300])
def test_a_file_without_its_end_is_read_and_told(missing: int) -> None:
    document = read(pdf_file(PAGE)[:-missing])
    assert tables(document) == [ROWS]
    assert [finding.rule for finding in document.findings] == ["damaged_file"]


def test_a_file_without_its_root_is_refused() -> None:
    payload = pdf_file(PAGE).replace(b"/Type/Catalog", b"/Type/Cat")[:-300]
    with pytest.raises(UnreadableError, match="damaged"):
        read(payload)


@pytest.mark.parametrize("share", [0.5, 0.66, 0.8, 0.9])
def test_a_file_cut_within_an_object_is_refused(share: float) -> None:
    whole = print_pdf(make_truth(3))
    report = parse(whole[: int(len(whole) * share)])
    assert (report.status, report.cells) == (Status.UNREADABLE, {})


NOTE = "5 Ts /F1 5 Tf <00310032> Tj 0 Ts"


@pytest.mark.parametrize(
    "page",
    [
        PAGE + show("12", XS[1] + 14, YS[1] + 11, 5),
        PROSE + strokes() + values(lambda text, x, y: show(text, x, y, after=NOTE if text == "10" else "")),
    ],
    ids=["apart", "in one text"],
)
def test_the_small_number_of_a_note_is_no_part_of_a_number(page: bytes) -> None:
    ((_, (_, cell, *_), *_),) = tables(read(pdf_file(page)))
    assert cell == "10[12]"
