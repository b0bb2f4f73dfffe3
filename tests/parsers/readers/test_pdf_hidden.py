"""Numbers in the text layer that the page does not show: clipped away, in a layer that is off, or covered up."""

from __future__ import annotations

import zlib

import pytest

from parsers.document import Document, Grid
from parsers.readers.pdf import read
from parsers.readers.pdf_shown import may_have_layers
from tests.parsers.pdf_files import HEIGHT, pdf_file, show, stream
from tests.parsers.readers.test_pdf_looks import PIXEL, PROSE, ROWS, XS, YS, strokes, tables, values

BASE = YS[1] + 16  #: of the first row of numbers
REST = values(rows=[ROWS[0], ["第甲项", "", "20", "0", "123"], *ROWS[2:]])  #: the table without its first number
TABLE = PROSE + strokes() + REST
LAYERS = "/OCProperties<</OCGs[100 0 R 101 0 R]/D<</OFF[100 0 R]/Order[100 0 R 101 0 R]>>>>"
GROUPS = {100: b"<</Type/OCG/Name(off)>>", 101: b"<</Type/OCG/Name(on)>>"}


def box(x: float, y: float, width: float, height: float, end: str = "re W n") -> str:
    return f"{x} {HEIGHT - y} {width} {height} {end}\n"


def clipped(content: bytes, *clips: str) -> bytes:
    return b"q\n" + "".join(clips).encode() + content + b"Q\n"


def first_number(document: Document) -> str:
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    return next(cell.raw for cell in grid.cells if (cell.row, cell.column) == (1, 1))


def rules(document: Document) -> list[str]:
    return [finding.rule for finding in document.findings]


NUMBER = show("4711", XS[1] + 4, BASE)
PAGE_CLIP = box(0, 842, 595, 842)
FORM = "/Type/XObject/Subtype/Form/Resources<</Font<</F1 3 0 R>>>>/BBox"
WHOLE = FORM + "[0 0 595 842]"
GONE = {
    "beside its clip": (clipped(NUMBER, box(300, 130, 60, 20)), {}),
    "beside the inner one of two clips": (clipped(NUMBER, PAGE_CLIP, box(300, 130, 60, 20)), {}),
    "in the hole of a clip": (clipped(NUMBER, box(0, 842, 595, 842, "re"), box(150, 160, 80, 60, "re W* n")), {}),
    "in a form beside its clip": (clipped(b"/X Do\n", box(300, 130, 60, 20)), {100: stream(NUMBER, WHOLE)}),
    "in a form beside its box": (b"/X Do\n", {100: stream(NUMBER, FORM + "[300 0 595 842]")}),
}


@pytest.mark.parametrize(("content", "objects"), GONE.values(), ids=GONE)
def test_what_a_clip_hides_is_no_number(content: bytes, objects: dict[int, bytes]) -> None:
    document = read(pdf_file(TABLE + content, resources="/XObject<</X 100 0 R>>", objects=objects))
    assert first_number(document) == ""
    assert rules(document) == ["unseen_text"]
    assert "4711" in document.findings[0].message


def test_a_number_that_a_clip_cuts_is_no_number() -> None:
    document = read(pdf_file(TABLE + clipped(NUMBER, box(160, 148, 14, 24))))
    assert first_number(document) == "47\ufffd\ufffd"
    assert rules(document) == ["unseen_text"]


@pytest.mark.parametrize(
    "clips",
    [[PAGE_CLIP, PAGE_CLIP], [PAGE_CLIP, box(50, 260, 400, 240)], ["20 500 m 20 820 l 450 820 l 550 500 l h W n\n"]],
)
def test_clips_around_what_is_seen_hide_nothing(clips: list[str]) -> None:
    document = read(pdf_file(PROSE + clipped(strokes() + values(), *clips)))
    assert tables(document) == [ROWS]
    assert rules(document) == []


LAYERED = {
    "marked": b"/OC /L BDC\n%bEMC\n" % NUMBER,
    "within other marks": b"/P <</MCID 0>> BDC /OC /L BDC\n%bEMC EMC\n" % NUMBER,
    "a form": b"/X Do\n",
}


@pytest.mark.parametrize(("group", "expected"), [(100, ""), (101, "4711")], ids=["off", "on"])
@pytest.mark.parametrize("content", LAYERED.values(), ids=LAYERED)
def test_a_number_counts_only_where_its_layer_is_on(content: bytes, group: int, expected: str) -> None:
    form = {102: stream(NUMBER, f"{WHOLE}/OC {group} 0 R")}
    resources = f"/XObject<</X 102 0 R>>/Properties<</L {group} 0 R>>"
    payload = pdf_file(TABLE + content, resources=resources, catalog=LAYERS, objects={**GROUPS, **form})
    document = read(payload)
    assert first_number(document) == expected
    assert rules(document) == ([] if expected else ["unseen_text"])


def test_layers_are_found_in_packed_objects_too() -> None:
    packed = [
        stream(zlib.compress(text), "/Type/ObjStm/N 1/First 4/Filter/FlateDecode")
        for text in (b"1 0 <</Type/Catalog/OCProperties 5 0 R>>", b"1 0 <</Type/Catalog>>")
    ]
    assert [may_have_layers(b"%PDF-1.7\n" + each) for each in packed] == [True, False]
    assert may_have_layers(packed[1].replace(b"stream\n", b"stream\n\x07", 1))  # what cannot be unpacked may have them
    assert not may_have_layers(pdf_file(TABLE))


COVERS = {
    "white": f"1 g {box(162, 146, 50, 20, 're f')} 0 g\n",
    "black": box(162, 146, 50, 20, "re f"),
    "stroked too": f"1 g {box(162, 146, 50, 20, 're B')} 0 g\n",
    "a form": "/X Do\n",
}


@pytest.mark.parametrize("cover", COVERS.values(), ids=COVERS)
def test_a_number_that_was_covered_up_is_none(cover: str) -> None:
    form = {100: stream(COVERS["white"].encode(), WHOLE)}
    document = read(pdf_file(TABLE + NUMBER + cover.encode(), resources="/XObject<</X 100 0 R>>", objects=form))
    assert first_number(document) == ""
    assert rules(document) == ["unseen_text"]


def test_a_number_written_on_the_cover_counts() -> None:
    document = read(pdf_file(TABLE + NUMBER + COVERS["white"].encode() + show("583", XS[1] + 4, BASE)))
    assert first_number(document) == "583"
    assert rules(document) == ["unseen_text"]


TRANSPARENT = "/ExtGState<</G<</ca 0.4>>/M<</BM/Multiply>>>>"
THROUGH = {
    "a light colour over it": f"/G gs 1 1 0 rg {box(162, 146, 50, 20, 're f')}\n",
    "a marker's colour over it": f"/M gs 1 1 0 rg {box(162, 146, 50, 20, 're f')}\n",
    "a colour beside it": f"1 1 0 rg {box(420, 170, 50, 20, 're f')}\n",
    "a frame around it": box(162, 146, 50, 20, "re S"),
    "a form of a light colour over it": "/G gs /X Do\n",
}


@pytest.mark.parametrize("shape", THROUGH.values(), ids=THROUGH)
def test_what_lets_a_number_through_hides_nothing(shape: str) -> None:
    form = {100: stream(COVERS["white"].encode(), WHOLE + "/Group<</S/Transparency>>")}
    resources = TRANSPARENT + "/XObject<</X 100 0 R>>"
    document = read(pdf_file(PROSE + strokes() + values() + shape.encode(), resources=resources, objects=form))
    assert first_number(document) == "10"
    assert rules(document) == []


def test_a_stamp_over_a_number_hides_nothing() -> None:
    seal = PIXEL.replace(b"/Subtype/Image", b"/Subtype/Image/SMask 101 0 R")
    content = PROSE + strokes() + values() + f"q 60 0 0 60 150 {HEIGHT - 170} cm /I Do Q\n".encode()
    document = read(pdf_file(content, resources="/XObject<</I 100 0 R>>", objects={100: seal, 101: PIXEL}))
    assert tables(document) == [ROWS]


def test_a_number_that_the_side_of_the_page_cuts_off_is_none() -> None:
    """Its last digit stands behind the last rule, where the page ends."""
    number = show("619.09", XS[-1] - 25, BASE)
    rest = values(rows=[ROWS[0], ["第甲项", "10", "20", "0", ""], *ROWS[2:]])
    shown = clipped(number, box(0, 842, XS[-1] + 0.5, 842))
    payload = pdf_file(PROSE + strokes() + rest + shown, page=f"/MediaBox[0 0 {XS[-1] + 0.5} 842]")
    (grid,) = [block for block in read(payload).blocks if isinstance(block, Grid)]
    raw = next(cell.raw for cell in grid.cells if (cell.row, cell.column) == (1, 4))
    assert raw.startswith("619.")
    assert raw.endswith("\ufffd")
