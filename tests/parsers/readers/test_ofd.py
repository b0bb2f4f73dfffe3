"""What an OFD page shows: characters where their distances put them, rules in every spelling, nothing hidden."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disclosure.report import PageBox
from parsers.document import Document, Grid, Paragraph
from parsers.readers.ofd import read
from tests.parsers.ofd_files import FILLER, RESOURCES, element, ofd, pack, page, parts_of, path, text

MM = 72 / 25.4
#: two columns of 40 mm and two rows of 10 mm from (20, 30), as strokes
STROKES = "".join(
    [f"M 20 {y} L 100 {y} " for y in (30, 40, 50)] + [f"M {x} 30 L {x} 50 " for x in (20, 60, 100)],
)
NUMBERS = (("甲", 22, 32), ("12", 62, 32), ("乙", 22, 42), ("345", 62, 42))
TEXTS = "".join(text(words, x, y) for words, x, y in NUMBERS)
EXPECTED = [["甲", "12"], ["乙", "345"]]


def grids(document: Document) -> list[list[list[str]]]:
    found = []
    for block in document.blocks:
        if isinstance(block, Grid):
            rows: list[list[str]] = [[""] * block.columns for _ in range(block.rows)]
            for cell in block.cells:
                rows[cell.row][cell.column] = cell.text
            found.append(rows)
    return found


def prose(payload: bytes) -> list[str]:
    filler = "本页只为试验"
    texts = [block.text for block in read(payload).blocks if isinstance(block, Paragraph)]
    return [each for each in texts if not each.startswith(filler)]


def inked(words: str, colour: str) -> str:
    """A line in the upper right cell in a colour."""
    return text(words, 62, 32).replace("<ofd:TextCode", f"<ofd:FillColor {colour}/><ofd:TextCode")


def filled(colour: str) -> str:
    """The upper right cell in a colour, black where it is not told."""
    fill = f'<ofd:FillColor Value="{colour}"/>' if colour else ""
    shape = path("M 0 0 L 40 0 L 40 10 L 0 10 C", "60 30 40 10", 'Stroke="false" Fill="true"')
    return shape.replace("<ofd:AbbreviatedData>", f"{fill}<ofd:AbbreviatedData>")


def rules_as_fills() -> str:
    boxes = [(20, y - 0.1, 80, 0.2) for y in (30, 40, 50)] + [(x - 0.1, 30, 0.2, 20) for x in (20, 60, 100)]
    return "".join(
        path(f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C", f"{x} {y} {w} {h}", 'Stroke="false" Fill="true"')
        for x, y, w, h in boxes
    )


HALVED = " ".join(word if word.isalpha() else str(float(word) / 2) for word in STROKES.split())
SPELLINGS = {
    "strokes in one path": path(STROKES),
    "thin fills": rules_as_fills(),
    "cells as closed shapes": path("M 20 30 L 100 30 L 100 50 L 20 50 C M 20 40 L 100 40 M 60 30 L 60 50"),
    "commands without spaces": path("M20 30L100 30L100 50L20 50CM20 40L100 40M60 30L60 50"),
    "start points": path(STROKES.replace("M", "S")),
    "scaled by a matrix": path(HALVED, attributes='CTM="2 0 0 2 0 0"'),
    "moved by boundary and matrix": path(STROKES, "-5 7 300 300", 'CTM="1 0 0 1 5 -7"'),
    "in a block": f"<ofd:PageBlock><ofd:PageBlock>{path(STROKES)}</ofd:PageBlock></ofd:PageBlock>",
    "with lines for a guide that are not drawn": path(STROKES) + path("M 40 30 L 40 50", attributes='Stroke="false"'),
    "with a line outside its boundary": path(STROKES) + path("M 40 30 L 40 50", "0 0 10 10"),
    "with an invisible line": path(STROKES) + path("M 40 30 L 40 50", attributes='Visible="false"'),
    "with a broad stroke as background": path(STROKES) + path("M 20 35 L 100 35", attributes='LineWidth="9"'),
    "over a coloured ground": path("M 20 30 L 100 30 L 100 50 L 20 50 C", attributes='Fill="true" Stroke="false"')
    + path(STROKES),
}


@pytest.mark.parametrize("drawn", SPELLINGS.values(), ids=SPELLINGS)
def test_rules_in_every_spelling_make_the_same_table(drawn: str) -> None:
    document = read(ofd(drawn + TEXTS + FILLER))
    assert grids(document) == [EXPECTED]
    assert document.findings == ()


def test_cells_of_colour_without_rules_make_a_table() -> None:
    """Where no rule is drawn and numbers stand below each other, the sides of filled cells count."""
    cells = [
        path("M 0 0 L 20 0 L 20 10 L 0 10 C", f"{20 + 20 * x} {30 + 10 * y} 20 10", 'Fill="true" Stroke="false"')
        for x in range(5)
        for y in range(2)
    ]
    numbers = [text(str(10 * y + x), 25 + 20 * x, 32 + 10 * y) for x in range(5) for y in range(2)]
    assert grids(read(ofd("".join([*cells, *numbers, FILLER])))) == [
        [["0", "1", "2", "3", "4"], ["10", "11", "12", "13", "14"]]
    ]


def test_rules_on_a_template_and_in_a_composite_unit() -> None:
    template = '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    named = page(TEXTS + FILLER, '<ofd:Template TemplateID="5" ZOrder="Background"/>')
    parts = {**parts_of(named, common=template), "Doc_0/Tpls/Tpl_0/Content.xml": page(path(STROKES))}
    assert grids(read(pack(parts))) == [EXPECTED]

    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{path(HALVED)}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = element("Res", f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>")
    drawn = '<ofd:CompositeObject ID="6" ResourceID="7" Boundary="0 0 210 297" CTM="2 0 0 2 0 0"/>' + TEXTS + FILLER
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    assert grids(read(ofd(drawn, common=common, more={RESOURCES: resources}))) == [EXPECTED]
    own = {
        **parts_of(page(drawn, "<ofd:PageRes>/Doc_0/Res/Own.xml</ofd:PageRes>")),
        "Doc_0/Res/Own.xml": resources,
    }
    assert grids(read(pack(own))) == [EXPECTED]


def test_a_cell_says_where_it_stands_in_points() -> None:
    (grid,) = (block for block in read(ofd(path(STROKES) + TEXTS + FILLER)).blocks if isinstance(block, Grid))
    (place,) = grid.cells[3].place
    assert isinstance(place, PageBox)
    assert place.page == 1
    assert place.box == pytest.approx((60 * MM, 40 * MM, 100 * MM, 50 * MM), abs=0.2)
    assert grid.method == "ofd"


@pytest.mark.parametrize(
    ("words", "code", "seen"),
    [
        pytest.param("一二34", 'DeltaX="g 2 5 2.5"', "一二34", id="run and single distance"),
        pytest.param("一二34", 'DeltaX="5 5 2.5 2.5 2.5"', "一二34", id="more distances than needed"),
        pytest.param("一二34", "", "一二34", id="no distances"),
        pytest.param("345.00", 'DeltaX="g 3 2.5"', "345.00", id="fewer distances than needed"),
        pytest.param("一二34", 'DeltaX="g 1000000000000000000000000 5"', "一二3 4", id="a run without end"),
        pytest.param("1234", 'DeltaX="2.5 12 2.5"', "12 34", id="a gap parts numbers"),
        pytest.param("12 34", 'DeltaX="g 4 2.5"', "12 34", id="a space parts numbers"),
        pytest.param("一1", 'DeltaX="-5"', "1 一", id="written backwards"),
        pytest.param("甲𠀀乙", 'DeltaX="g 2 5"', "甲𠀀乙", id="characters beyond the first plane count once"),
    ],
)
def test_characters_stand_where_their_distances_put_them(words: str, code: str, seen: str) -> None:
    assert prose(ofd(text(words, 30, 30, code=code) + FILLER)) == [seen]


def test_a_line_of_values_is_parted_at_the_rules_it_crosses() -> None:
    crossing = text("甲12乙345", 22, 32, code='DeltaX="40 2.7 2.7 2.7 2.7 2.7"')
    assert grids(read(ofd(path(STROKES) + crossing + FILLER))) == [[["甲", "12乙345"], ["", ""]]]
    wide = text("1234", 57.2, 32, code='DeltaX="g 3 1.4"').replace('Size="5"', 'Size="2.6"')
    assert grids(read(ofd(path(STROKES) + wide + FILLER))) == [[["12", "34"], ["", ""]]]


def test_vertical_writing_goes_down_its_cell() -> None:
    down = text("结果", 30, 31, code='DeltaY="5"')
    assert grids(read(ofd(path(STROKES.replace("40 L 100 40", "40 L 20 40")) + down + FILLER)))[0][0][0] == "结果"


def test_text_scaled_and_moved_as_converters_from_pdf_write_it() -> None:
    """The matrix takes back what the boundary adds, so that numbers inside are places on a page in points."""
    x, y = 62.0, 37.0
    code = f'<ofd:TextCode X="{x * MM}" Y="{y * MM}" DeltaX="g 2 7">345</ofd:TextCode>'
    moved = f'<ofd:TextObject Boundary="{x} 33 9 5" CTM="{1 / MM} 0 0 {1 / MM} {-x} -33" Size="14">{code}'
    document = read(ofd(path(STROKES) + moved + "</ofd:TextObject>" + FILLER))
    assert grids(document) == [[["", "345"], ["", ""]]]


def test_a_second_code_goes_on_from_the_place_of_the_first() -> None:
    codes = '<ofd:TextCode X="0" Y="4">上行</ofd:TextCode><ofd:TextCode Y="14">下行</ofd:TextCode>'
    payload = ofd(f'<ofd:TextObject Boundary="30 30 50 20" Size="5">{codes}</ofd:TextObject>{FILLER}')
    assert prose(payload) == ["上行", "下行"]


def test_text_printed_twice_for_boldness_is_read_once() -> None:
    assert prose(ofd(text("1538", 30, 60) + text("1538", 30.2, 60.1) + FILLER)) == ["1538"]
    characters = [text("1", 30 + 2.75 * each, 60) for each in range(2)]
    assert prose(ofd("".join(characters) + FILLER)) == ["11"]


@pytest.mark.parametrize(
    "hidden",
    [
        text("98765", 62, 32, 'Visible="false"'),
        text("98765", 62, 32, 'Alpha="0"'),
        text("98765", 62, 32, 'Fill="false"'),
        inked("98765", 'Value="0 0 0" Alpha="0"'),
        inked("98765", 'Value="255 255 255"'),
        inked("98765", 'Value="254 255 250" ColorSpace="3" Alpha="255"'),
        inked("98765", 'Value="255"'),
        inked("98765", 'Value="0 0 0 0"'),
        filled("255 250 255") + inked("98765", 'Value="255 255 255"'),
        filled("0 80 160") + inked("98765", 'Value="0 80 160"'),
    ],
    ids=[
        *("invisible", "transparent", "not filled", "filled with nothing", "white", "nearly white", "white as grey"),
        *("white as four inks", "white on white", "blue on blue"),
    ],
)
def test_what_is_not_shown_is_not_read(hidden: str) -> None:
    document = read(ofd(path(STROKES) + text("甲", 22, 32) + hidden + FILLER))
    assert grids(document) == [[["甲", ""], ["", ""]]]
    (finding,) = document.findings
    assert (finding.rule, finding.severity) == ("hidden_text", "info")
    assert "98765" in finding.message


@pytest.mark.parametrize(
    "shown",
    [
        inked("98765", 'Value="255 0 0"'),
        inked("98765", 'Value="160"'),
        inked("98765", 'Value="0 0 0 255"'),
        filled("0 80 160") + inked("98765", 'Value="255 255 255"'),
        filled("") + inked("98765", 'Value="255 255 255"'),
        filled("255 255 255") + inked("98765", ""),
    ],
    ids=["red", "grey", "black ink", "white on blue", "white on black", "black by want of a colour"],
)
def test_text_in_another_colour_than_what_lies_behind_is_read(shown: str) -> None:
    document = read(ofd(path(STROKES) + text("甲", 22, 32) + shown + FILLER))
    assert grids(document) == [[["甲", "98765"], ["", ""]]]


def test_slanted_text_is_left_out_and_told() -> None:
    document = read(ofd(text("水印", 30, 30, 'CTM="0.7 0.7 -0.7 0.7 0 0"') + FILLER))
    assert [finding.rule for finding in document.findings] == ["slanted_text"]


def test_a_table_goes_on_over_the_page_end() -> None:
    above = FILLER.replace("20 250", "20 20")
    document = read(ofd(above + path(STROKES) + TEXTS, path(STROKES) + TEXTS.replace("345", "678") + FILLER))
    assert grids(document) == [[*EXPECTED, ["甲", "12"], ["乙", "678"]]]


@pytest.mark.parametrize(
    "respelt",
    [
        lambda text: text.replace(' xmlns:ofd="http://www.ofdspec.org/2016"', "").replace("ofd:", ""),
        lambda text: text.replace("http://www.ofdspec.org/2016", "http://www.ofdspec.org"),
        lambda text: text.replace('BaseLoc="Pages/', 'BaseLoc="/Doc_0/Pages/'),
        lambda text: text.replace('BaseLoc="Pages/', 'BaseLoc="Doc_0\\Pages\\'),
    ],
    ids=["no namespace", "namespace of the draft", "location from the root", "backslashes"],
)
def test_spellings_of_namespace_and_location(respelt: Callable[[str], str]) -> None:
    parts = parts_of(page(path(STROKES) + TEXTS + FILLER))
    assert grids(read(pack({name: respelt(part) for name, part in parts.items()}))) == [EXPECTED]
