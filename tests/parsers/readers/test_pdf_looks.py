"""One table as producers draw and write it that are not at hand here: WPS, Word, print drivers, content systems.

Each file says its table and its prose; pdfplumber, an engine of its own, is asked too where it can see the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import pairwise

import pdfplumber
import pytest

from parsers.document import Document, Grid, Paragraph
from parsers.readers.pdf import read
from tests.parsers.pdf_files import HEIGHT, pdf_file, show, stream

XS, YS = (60, 160, 220, 280, 340, 400), (100, 124, 148, 172, 196)
ROWS = [
    ["项目", "自然人", "企业", "其他", "总计"],
    ["第甲项", "10", "20", "0", "123"],
    ["第乙项", "11", "23", "7", "124"],
    ["第丙项", "12", "26", "14", "125"],
]
ABOVE, BELOW = "二零二三年政府信息公开工作年度报告", "后面的一段文字写在表格的下方。"
PROSE = show(ABOVE, 60, 60) + show(BELOW, 60, 240)
Line = tuple[float, float, float, float]
LINES: list[Line] = [(XS[0], y, XS[-1], y) for y in YS] + [(x, YS[0], x, YS[-1]) for x in XS]


def operators(template: str, lines: Iterable[Line]) -> bytes:
    """The template filled in for each line: a, b, c, d its ends, w and h its sides, y upwards."""
    return b"".join(
        template.format(a=a, b=HEIGHT - b, c=c, d=HEIGHT - d, w=c - a, h=d - b).encode() + b"\n" for a, b, c, d in lines
    )


def strokes(before: str = "0.5 w") -> bytes:
    return f"q {before}\n".encode() + operators("{a} {b} m {c} {d} l S", LINES) + b"Q\n"


def values(write: Callable[[str, float, float], bytes] = show, rows: list[list[str]] = ROWS) -> bytes:
    return b"".join(
        write(text, XS[column] + 4, YS[row] + 16) for row, texts in enumerate(rows) for column, text in enumerate(texts)
    )


def tables(document: Document) -> list[list[list[str]]]:
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    return [
        [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]
        for grid in grids
        if all((cell.row_span, cell.column_span) == (1, 1) for cell in grid.cells)
    ]


def prose(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def pieces(length: float, gap: float) -> Iterator[Line]:
    """The lines in pieces with gaps between them."""
    for a, b, c, d in LINES:
        along = 0.0
        while along < (c - a) + (d - b):
            end = min(along + length, (c - a) + (d - b))
            yield (a + along, b, a + end, b) if b == d else (a, b + along, a, b + end)
            along = end + gap


CELLS: list[Line] = [(a, d, c, b) for b, d in pairwise(YS) for a, c in pairwise(XS)]
CORNERS = [(x, y, x, y) for x in XS for y in YS]
DOTS = [line[:2] * 2 for line in pieces(0.5, 1.5)]
TWO = operators("{a} {b} m {c} {d} l S", [(a, b + s, c, d + s) for a, b, c, d in LINES if b == d for s in (-0.9, 0.9)])
TWO += operators("{a} {b} m {c} {d} l S", [(a + s, b, c + s, d) for a, b, c, d in LINES if a == c for s in (-0.9, 0.9)])
PIXEL = stream(b"\0", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")

RULES = {
    "strokes": strokes(),
    "broad strokes": strokes("3 w"),
    "dashes by the pen": strokes("0.5 w [3 2] 0 d"),
    "dashes drawn one by one": b"0.5 w\n" + operators("{a} {b} m {c} {d} l S", pieces(4, 2)),
    "double strokes": b"0.4 w\n" + TWO,
    "thin fills": b"0.5 w\n" + operators("{a} {d} {w} {h} re B", LINES),
    "thin fills and corners, cell by cell": operators("{a} {d} 0.48 0.48 re f*", CORNERS)
    + operators(
        "{a} {d} {w} 0.48 re f*", [(a, b, c, b) for a, b, c, _ in CELLS] + [(a, d, c, d) for a, _, c, d in CELLS]
    )
    + operators(
        "{a} {b} 0.48 24 re f*", [(a, b, a, b) for a, b, _, _ in CELLS] + [(c, b, c, b) for _, b, c, _ in CELLS]
    ),
    "framed cells": b"0.5 w\n" + operators("{a} {b} {w} 24 re S", CELLS),
    "framed and coloured cells": b"0.5 w 0.9 g\n" + operators("{a} {b} {w} 24 re B", CELLS) + b"0 g\n",
    "coloured cells below strokes": b"0.9 g\n" + operators("{a} {b} {w} 24 re f", CELLS) + b"0 g\n" + strokes(),
    "dots": operators("{a} {b} 0.5 0.5 re f", DOTS),
    "a page filled through clips": operators("q {a} {d} {w} 0.5 re W n 0 0 595 842 re f Q", LINES[: len(YS)])
    + operators("q {a} {d} 0.5 {h} re W n 0 0 595 842 re f Q", LINES[len(YS) :]),
    "stretched pictures": operators("q {w} 0 0 0.5 {a} {d} cm /I Do Q", LINES[: len(YS)])
    + operators("q 0.5 0 0 {h} {a} {d} cm /I Do Q", LINES[len(YS) :]),
    "a frame around the page": strokes() + b"30 30 535 782 re S\n",
    "a number underlined": strokes() + f"163 {HEIGHT - 143} m 185 {HEIGHT - 143} l S\n".encode(),
}


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_a_table_is_read_however_its_rules_are_drawn(rules: bytes) -> None:
    payload = pdf_file(PROSE + rules + values(), resources="/XObject<</I 100 0 R>>", objects={100: PIXEL})
    document = read(payload)
    assert prose(document) == [ABOVE, BELOW]
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)] == ROWS
    assert {(cell.row_span, cell.column_span) for cell in grid.cells} == {(1, 1)}


def frame(line: Line) -> bytes:
    """A filled cell with a hole in it, up to 0.75 points from its sides."""
    a, b, c, d = line
    outer, hole = (a, b, c - a, d - b), (a + 0.75, b - 0.75, c - a - 1.5, d - b + 1.5)
    boxes = " ".join(f"{x} {HEIGHT - y} {width} {-height} re" for x, y, width, height in (outer, hole))
    return f"{boxes} f*\n".encode()


def ring(x: float, y: float, radius: float) -> bytes:
    """A filled circle around (x, y) with a hole that leaves 2 points of it."""
    written = ""
    for r in (radius, radius - 2):
        ends = [(x + r, y), (x, y + r), (x - r, y), (x, y - r), (x + r, y)]
        bends = [(x + r, y + r), (x - r, y + r), (x - r, y - r), (x + r, y - r)]
        written += f"{x + r} {HEIGHT - y} m "
        for (u, v), (s, t) in zip(bends, ends[1:], strict=True):
            written += f"{u} {HEIGHT - v} {u} {HEIGHT - v} {s} {HEIGHT - t} c "
    return f"{written} f*\n".encode()


SHORT = [["项目", "件数"], ["行政许可", "1204"], ["行政处罚", "37"]]
SHORT_CELLS = [(XS[column], YS[row + 1], XS[column + 1], YS[row]) for row in range(3) for column in range(2)]


def test_cells_filled_but_for_a_hole_have_rules_around_them() -> None:
    """As borders of one width and colour are drawn at once; too few numbers stand there for a table without rules."""
    drawn = b"".join(map(frame, SHORT_CELLS))
    assert tables(read(pdf_file(PROSE + drawn + values(rows=SHORT)))) == [SHORT]


def test_a_round_seal_makes_no_cells() -> None:
    assert tables(read(pdf_file(PROSE + strokes() + ring(250.0, 160.0, 45.0) + values()))) == [ROWS]


@pytest.mark.parametrize("name", ["strokes", "dashes by the pen", "framed cells", "coloured cells below strokes"])
def test_pdfplumber_reads_the_same(name: str) -> None:
    with pdfplumber.open(BytesIO(pdf_file(PROSE + RULES[name] + values()))) as document:
        assert document.pages[0].extract_tables() == [ROWS]


def one_by_one(text: str, x: float, y: float) -> bytes:
    written = b""
    for letter in text:
        written += show(letter, x, y)
        x += 5 if letter.isascii() else 10
    return written


def again(*shifts: tuple[float, float]) -> Callable[[str, float, float], bytes]:
    """Text printed over itself, as producers do for want of a bold font or for a shadow."""
    return lambda text, x, y: b"".join(show(text, x + right, y + down) for right, down in ((0, 0), *shifts))


def twice_each(text: str, x: float, y: float) -> bytes:
    written = b""
    for letter in text:
        written += show(letter, x, y) + show(letter, x + 0.3, y)
        x += 5 if letter.isascii() else 10
    return written


FEW = [["信息内容", "本年处理决定数量"], ["行政许可", "2878"], ["行政处罚", "6458"]]
FEW_LINES: list[Line] = [(60, y, 260, y) for y in YS] + [(x, YS[0], x, YS[-1]) for x in (60, 160, 260)]


@pytest.mark.parametrize(("length", "gap"), [(0.7, 0.8), (2.2, 1.1)], ids=["dots", "short dashes"])
def test_dotted_rules_are_seen_around_few_numbers_too(length: float, gap: float) -> None:
    drawn = operators("{a} {d} {w} {h} re f", dots(FEW_LINES, length, gap))
    written = b"".join(
        show(text, 64 + 100 * column, YS[row] + 16) for row, pair in enumerate(FEW) for column, text in enumerate(pair)
    )
    assert tables(read(pdf_file(PROSE + drawn + written)))[0][:3] == FEW


def dots(lines: Iterable[Line], length: float, gap: float) -> Iterator[Line]:
    for a, b, c, d in lines:
        for number in range(int((c - a + d - b) / (length + gap))):
            along = number * (length + gap)
            x, y = (a + along, b) if b == d else (a, b + along)
            yield x, y, x + (length if b == d else 0.7), y + (0.7 if b == d else length)


TEXTS = {
    "glyph by glyph": values(one_by_one),
    "narrowed": values(lambda *place: show(*place, before="70 Tz")),
    "spaced out": values(lambda *place: show(*place, before="1.2 Tc")),
    "bold by outline": values(lambda *place: show(*place, before="2 Tr")),
    "bold by printing twice": values(again((0.3, 0))),
    "bold by printing twice, farther": values(again((1.2, 0))),
    "bold by printing four times": values(again((0.25, 0), (0, 0.25), (0.25, 0.25))),
    "with a shadow": values(again((0.6, 0.6))),
    "bold glyph by glyph": values(twice_each),
    "bold by writing the whole page twice": values() + values(lambda text, x, y: show(text, x + 0.3, y)),
    "white on dark": b"0 0 1 rg\n" + operators("{a} {b} {w} 24 re f", CELLS) + b"1 g\n" + values() + b"0 g\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_table_is_read_however_its_text_is_written(text: bytes) -> None:
    document = read(pdf_file(PROSE + text + strokes()))
    assert tables(document) == [ROWS]
    assert prose(document) == [ABOVE, BELOW]


PAGE = PROSE + strokes() + values()
UPRIGHT = "/MediaBox[0 0 595 842]"
PAGES = {
    "cropped": (PAGE, "/MediaBox[0 0 595 842]/CropBox[40 400 500 800]"),
    "with a user unit": (PAGE, UPRIGHT + "/UserUnit 2"),
    "with another origin": (b"1 0 0 1 -100 -200 cm\n" + PAGE, "/MediaBox[-100 -200 495 642]"),
    "scaled": (b"q 0.24 0 0 -0.24 0 842 cm 4.16667 0 0 -4.16667 0 3508.33 cm\n" + PAGE + b"Q\n", UPRIGHT),
    "turned by the viewer": (b"q 0 1 -1 0 842 0 cm\n" + PAGE + b"Q\n", "/MediaBox[0 0 842 595]/Rotate 90"),
    "turned by nobody, to the left": (b"q 0 1 -1 0 842 0 cm\n" + PAGE + b"Q\n", "/MediaBox[0 0 842 595]"),
    "turned by nobody, to the right": (b"q 0 -1 1 0 0 595 cm\n" + PAGE + b"Q\n", "/MediaBox[0 0 842 595]"),
}


@pytest.mark.parametrize(("content", "page"), PAGES.values(), ids=PAGES)
def test_a_table_is_read_however_its_page_stands(content: bytes, page: str) -> None:
    document = read(pdf_file(content, page=page))
    assert tables(document) == [ROWS]
    assert prose(document) == [ABOVE, BELOW]


@pytest.mark.parametrize("matrix", ["1 0 0 1 0 0", "0.5 0 0 0.5 100 200"])
def test_a_page_may_be_one_form(matrix: str) -> None:
    head = f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Matrix[{matrix}]/Resources<</Font<</F1 3 0 R>>>>"
    payload = pdf_file(b"q /X Do Q\n", resources="/XObject<</X 100 0 R>>", objects={100: stream(PAGE, head)})
    assert tables(read(payload)) == [ROWS]


def test_a_stamp_over_the_table_adds_nothing() -> None:
    seal = stream(
        show("公章 555", 0, HEIGHT - 10),
        "/Type/XObject/Subtype/Form/BBox[0 0 100 30]/Resources<</Font<</F1 3 0 R>>>>",
    )
    stamp = b"<</Type/Annot/Subtype/Stamp/Rect[160 680 260 710]/AP<</N 100 0 R>>/F 4>>"
    payload = pdf_file(PAGE, page=UPRIGHT + "/Annots[101 0 R]", objects={100: seal, 101: stamp})
    assert tables(read(payload)) == [ROWS]


def test_a_large_watermark_stays_out_of_cells_and_is_told() -> None:
    document = read(pdf_file(b"0.9 g\n" + show("某县政府 2024", 150, 150, 40) + b"0 g\n" + PAGE))
    assert tables(document) == [ROWS]
    (finding,) = document.findings
    assert finding.rule == "overprinted_text"
    assert "某县政府2024" in finding.message


def test_numbers_printed_over_each_other_are_no_number() -> None:
    document = read(pdf_file(PAGE + show("88", XS[1] + 7, YS[1] + 16)))
    ((_, (_, cell, *_), *_),) = tables(document)
    assert cell not in ("10", "88")
    assert not cell.isdecimal()


def test_two_numbers_side_by_side_in_a_cell_are_no_number() -> None:
    parts = read(pdf_file(PAGE + show("999", XS[1] + 34, YS[1] + 16)))
    ((_, (_, cell, *_), *_),) = tables(parts)
    assert cell == "10  999"


def test_radicals_are_the_characters_they_print() -> None:
    rows = [["⼀⼆⾦", "⾃然⼈", "企业", "其他", "总计"], *ROWS[1:]]
    document = read(pdf_file(show("⼀、⺠政⻔⻚", 60, 60) + show(BELOW, 60, 240) + strokes() + values(rows=rows)))
    assert tables(document)[0][0] == ["一二金", "自然人", "企业", "其他", "总计"]
    assert prose(document)[0] == "一、民政门页"


@pytest.mark.parametrize(("spacing", "between"), [(1.4, ""), (2.0, ""), (2.6, " "), (5.0, " ")])
def test_digits_set_apart_by_less_than_any_space_are_one_number(spacing: float, between: str) -> None:
    def write(text: str, x: float, y: float) -> bytes:
        return b"".join(show(each, x + (5 + spacing) * place, y) for place, each in enumerate(text))

    written = values(write, [["", "1.23", "45"]])
    ((row, *_),) = tables(read(pdf_file(PROSE + strokes() + written)))
    assert row[1:3] == [between.join("1.23"), between.join("45")]


@pytest.mark.parametrize("up", [3.0, -2.0], ids=["raised", "lowered"])
def test_a_number_somewhat_smaller_and_out_of_line_is_that_of_a_note(up: float) -> None:
    """As browsers print ``sup`` and ``sub``, at five sixths of the size."""
    note = show("3", XS[1] + 14, YS[1] + 16 - up, 8.3)
    assert tables(read(pdf_file(PROSE + strokes() + values() + note)))[0][1][1] == "10[3]"


def test_digits_of_other_fonts_on_one_line_are_one_number() -> None:
    more = show("3", XS[1] + 14, YS[1] + 16, 9)
    assert tables(read(pdf_file(PROSE + strokes() + values() + more)))[0][1][1] == "103"


def test_numbers_printed_over_each_other_are_none() -> None:
    over = show("77", XS[4] + 6.5, YS[1] + 16)
    raw = tables(read(pdf_file(PROSE + strokes() + values() + over)))[0][1][4]
    assert not raw.isdecimal()


def test_a_large_line_that_is_full_goes_on_below() -> None:
    title = "梁平区屏锦镇人民政府二零二三年政府信息"
    written = show(title, 60, 60, 20) + show("公开工作年度报告", 60, 91, 20) + show("共有三个项目的数字。", 60, 125)
    text = "下面的表格列出各项申请的数量以及办理的结果，其中各项数字均"
    lines = b"".join(show(text, 60, 300 + 16 * line, 12) for line in range(6))
    assert prose(read(pdf_file(written + lines)))[0] == title + "公开工作年度报告"
