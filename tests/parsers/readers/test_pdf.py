"""PDF files whole: prose, page furniture, what cannot be read, and the press's reports cell by cell."""

from __future__ import annotations

import random
from collections.abc import Callable
from io import BytesIO
from typing import Literal

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from disclosure.serialise import report_to_json
from parsers import parse
from parsers.document import Grid, Paragraph, UnreadableError
from parsers.readers.pages import LARGEST_PAGE_COUNT
from parsers.readers.pdf import read
from replica.press.layout import TABLES, table_layout
from replica.press.paged import PageOptions
from replica.press.pdf import print_pdf
from replica.press.truth import FMT2019, FMT2021, expected_json, make_truth
from tests.parsers.readers.test_pdf_grids import Box, Drawing, boxes_of, draw, grids, printed, tile

WIDTH, HEIGHT = float(A4[0]), float(A4[1])
FONT = "STSong-Light"


def drawn(*pages: Callable[[Canvas], None], **options: object) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    for page in pages:
        canvas.setFont(FONT, 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(*texts: str, top: float = 80, left: float = 60) -> Callable[[Canvas], None]:
    """Lines 22 points apart, a leading full-width space indenting by one character."""

    def page(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            canvas.drawString(left, HEIGHT - top - 22 * number, text)

    return page


def paragraphs(payload: bytes) -> list[str]:
    return [block.text for block in read(payload).blocks if isinstance(block, Paragraph)]


FULL = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃辰宿列张"


def test_lines_become_paragraphs_and_headings_stay_alone() -> None:
    payload = drawn(
        lines("一、总体情况", "　　" + FULL[:-2], FULL, "收尾。", "　　" + FULL[:-2], "第二段。", "二、主动公开")
    )
    assert paragraphs(payload) == [
        "一、总体情况",
        FULL[:-2] + FULL + "收尾。",
        FULL[:-2] + "第二段。",
        "二、主动公开",
    ]


def test_a_paragraph_goes_on_over_the_page_end_and_page_numbers_go() -> None:
    def numbered(text: str, page: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
        def both(canvas: Canvas) -> None:
            page(canvas)
            canvas.drawCentredString(WIDTH / 2, 40, text)

        return both

    for first, second in (
        ("- 1 -", "- 2 -"),
        ("第 1 页 共 2 页", "第 2 页 共 2 页"),
        ("1/2", "2/2"),
        ("— 7 —", "— 8 —"),
    ):
        payload = drawn(numbered(first, lines("　　" + FULL[:-2], FULL)), numbered(second, lines(FULL, "收尾。")))
        document = read(payload)
        assert not document.findings
        (paragraph,) = document.blocks
        assert isinstance(paragraph, Paragraph)
        assert paragraph.text == FULL[:-2] + FULL + FULL + "收尾。"
        assert [place.page for place in paragraph.place] == [1, 2]  # type: ignore[union-attr]


def test_running_lines_are_left_out_with_a_finding() -> None:
    def page(text: str) -> Callable[[Canvas], None]:
        def both(canvas: Canvas) -> None:
            canvas.drawString(60, HEIGHT - 40, "某县人民政府办公室")
            lines(text)(canvas)

        return both

    payload = drawn(page("第一页的内容在这里写着"), page("第二页的内容在这里写着"), page("第三页的内容在这里写着"))
    document = read(payload)
    assert all("办公室" not in block.text for block in document.blocks if isinstance(block, Paragraph))
    assert [finding.rule for finding in document.findings] == ["running_lines"]
    assert "某县人民政府办公室" in document.findings[0].message


def test_a_title_in_several_lines_is_one_heading() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(FONT, 20)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 80, "某县人民政府")
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 112, "二零二三年政府信息公开工作年度报告")
        canvas.setFont(FONT, 12)
        lines("　　" + FULL[:-2], FULL, FULL, "收尾。", top=160)(canvas)

    title = read(drawn(page)).blocks[0]
    assert isinstance(title, Paragraph)
    assert title.text == "某县人民政府二零二三年政府信息公开工作年度报告"
    assert title.heading


def test_slanted_watermarks_stay_out_of_cells() -> None:
    def watermark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(60, HEIGHT - 240)
        canvas.rotate(35)
        canvas.setFont("Helvetica", 14)
        canvas.drawString(0, 0, "COPY 8888 COPY 9999 COPY")
        canvas.restoreState()

    drawing = Drawing((45.0,) * 5, (24.0,) * 8, tile(random.Random(5), 8, 5))
    document = read(drawn(lambda canvas: draw(canvas, drawing), watermark))
    assert "COPY" not in "".join(cell.text for grid in grids(document) for cell in grid.cells)

    def both(canvas: Canvas) -> None:
        draw(canvas, drawing)
        watermark(canvas)

    document = read(drawn(both))
    assert boxes_of(grids(document)[0]) == boxes_of(grids(read(printed(drawing)))[0])
    assert "slanted_text" in {finding.rule for finding in document.findings}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_shown_turned_are_read_as_shown(turn: int) -> None:
    boxes = tuple(Box(row, column, 1, 1, str(100 * row + column + 11)) for row in range(3) for column in range(4))

    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.saveState()
        shift = {90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[turn]
        canvas.translate(*shift)
        canvas.rotate(turn)
        if turn != 180:  # the drawing is made for an upright page: keep it inside the turned one
            canvas.translate(0, -(HEIGHT - WIDTH))
        draw(canvas, Drawing((50.0,) * 4, (20.0,) * 3, boxes))
        canvas.restoreState()

    (grid,) = grids(read(drawn(page)))
    assert boxes_of(grid) == set(boxes)


def test_a_character_drawn_alone_in_a_font_that_is_nowhere_is_not_lost() -> None:
    boxes = (Box(0, 0, 1, 1, "甲"), Box(0, 1, 1, 1, "无"), Box(1, 0, 1, 1, "乙"), Box(1, 1, 1, 1, "37"))

    def page(canvas: Canvas) -> None:
        lines("下面的表有单独的字", "这一行只为凑足字数而写")(canvas)
        drawing = Drawing((60.0, 60.0), (24.0, 24.0), tuple(Box(b.row, b.column, 1, 1, "") for b in boxes))
        canvas.translate(0, -80)
        draw(canvas, drawing)
        canvas.setFont(FONT, 10)
        for box in boxes:
            canvas.drawString(80 + 60 * box.column, HEIGHT - 86 - 24 * box.row, box.text)

    (grid,) = grids(read(drawn(page)))
    assert boxes_of(grid) == set(boxes)


def test_cells_drawn_as_coloured_rectangles_are_a_table() -> None:
    numbers = [[str(10 * row + column + 11) for column in range(5)] for row in range(4)]

    def page(canvas: Canvas) -> None:
        for row, cells in enumerate(numbers):
            for column, text in enumerate(cells):
                canvas.setFillGray(0.8 if (row + column) % 2 else 0.9)
                canvas.rect(60 + 50 * column, HEIGHT - 200 - 20 * row, 50, 20, stroke=0, fill=1)
                canvas.setFillGray(0)
                canvas.drawString(70 + 50 * column, HEIGHT - 194 - 20 * row, text)

    (grid,) = grids(read(drawn(page)))
    assert [[cell.text for cell in grid.cells if cell.row == row] for row in range(4)] == numbers


def test_numbers_without_rules_are_told() -> None:
    document = read(
        drawn(lines("甲   11   12   13   14   15", "乙   21   22   23   24   25", "丙   31   32   33   34   35"))
    )
    assert not grids(document)
    assert "table_without_rules" in {finding.rule for finding in document.findings}


def test_two_numbers_in_one_cell_are_never_one_number() -> None:
    def page(canvas: Canvas) -> None:
        draw(
            canvas,
            Drawing((60.0, 60.0), (40.0, 40.0), (Box(0, 0, 1, 1, "55"), Box(0, 1, 2, 1, ""), Box(1, 0, 1, 1, "66"))),
        )
        canvas.drawString(130, HEIGHT - 88, "10")
        canvas.drawString(130, HEIGHT - 132, "25")

    (grid,) = grids(read(drawn(page, lines(FULL))))
    tall = next(cell for cell in grid.cells if cell.row_span == 2)
    assert (tall.text, tall.raw) == ("10  25", "10\n25")


@pytest.mark.parametrize(
    ("above", "below", "text"), [("1,4", "22", "1,422"), ("1,", "422", "1,422"), ("1,422", "35", "1,422  35")]
)
def test_a_number_that_breaks_off_behind_a_comma_is_one_number_however_its_lines_stand(
    above: str, below: str, text: str
) -> None:
    def page(canvas: Canvas) -> None:
        draw(
            canvas,
            Drawing((60.0, 60.0), (40.0, 20.0), (Box(0, 0, 1, 1, ""), Box(0, 1, 1, 1, "5"), Box(1, 0, 1, 2, "7"))),
        )
        canvas.setFont("Helvetica", 9)
        canvas.drawString(65, HEIGHT - 86, above)
        canvas.drawString(65, HEIGHT - 103, below)

    (grid,) = grids(read(drawn(page, lines(FULL))))
    assert text in {cell.text for cell in grid.cells}


def test_a_number_wrapped_in_a_narrow_cell_is_one_number() -> None:
    def page(canvas: Canvas) -> None:
        draw(
            canvas,
            Drawing((28.0, 60.0), (40.0, 20.0), (Box(0, 0, 1, 1, ""), Box(0, 1, 1, 1, "5"), Box(1, 0, 1, 2, "7"))),
        )
        canvas.setFont("Helvetica", 9)
        canvas.drawString(65, HEIGHT - 86, "123")
        canvas.drawString(65, HEIGHT - 97, "45")

    (grid,) = grids(read(drawn(page, lines(FULL))))
    assert "12345" in {cell.text for cell in grid.cells}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("options", [PageOptions(), PageOptions(open_sides=True, rules="fill")], ids=["stroke", "open"])
def test_every_cell_of_a_printed_report_stands_in_its_place(seed: int, options: PageOptions) -> None:
    truth = make_truth(seed, editions=FMT2019 if seed % 2 else FMT2021)
    found = grids(read(print_pdf(truth, options)))
    assert len(found) == len(TABLES)
    for name, grid in zip(TABLES, found, strict=True):
        layout = table_layout(name, truth.editions[name]).filled(truth.cells)
        expected = {(slot.row, slot.column, slot.row_span, slot.column_span, slot.text) for slot in layout.slots}
        assert {(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells} == expected


@pytest.mark.parametrize("rules", ["stroke", "fill"])
def test_a_row_alone_on_its_page_without_rules_around_it_loses_no_column(rules: Literal["stroke", "fill"]) -> None:
    truth = make_truth(5, editions=FMT2021)
    style = PageOptions(open_sides=True, closing_rule=False, break_row="denied_process_info", rules=rules)
    payload = print_pdf(truth, style)
    cells = report_to_json(parse(payload), file="")["cells"]
    for address, expected in expected_json(truth).items():
        assert {name: cells[address][name] for name in expected} == expected, address


def scan(*, characters: str = "") -> bytes:
    def page(canvas: Canvas) -> None:
        canvas.drawInlineImage(Image.new("L", (40, 60), 200), 0, 0, WIDTH, HEIGHT)
        canvas.drawString(60, 60, characters)

    return drawn(page)


def test_what_cannot_be_read_says_why_in_a_sentence() -> None:
    whole = printed(Drawing((40.0, 60.0), (20.0, 30.0), tile(random.Random(3), 2, 2)))
    locked = drawn(lines(FULL), encrypt=StandardEncryption("secret", canPrint=0))
    cases = [
        (whole[: len(whole) // 3], "damaged"),
        (b"%PDF-1.7\n", "damaged"),
        (locked, "encrypted: needs a password"),
        (scan(), "scan: no text layer"),
        (scan(characters="- 1 -"), "scan: no text layer"),
        (drawn(lambda canvas: None), "empty"),
        (drawn(*[lines("x")] * (LARGEST_PAGE_COUNT + 1)), "too long"),
    ]
    for payload, reason in cases:
        with pytest.raises(UnreadableError, match=reason):
            read(payload)


def test_an_owner_password_alone_hinders_nobody() -> None:
    payload = drawn(lines(FULL), encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    assert paragraphs(payload) == [FULL]


def test_a_scanned_page_among_others_is_told() -> None:
    def picture(canvas: Canvas) -> None:
        canvas.drawInlineImage(Image.new("L", (40, 60), 200), 0, 0, WIDTH, HEIGHT)

    document = read(drawn(lines(FULL), picture))
    assert [(finding.rule, "page 2" in finding.message) for finding in document.findings] == [("picture_page", True)]


def test_no_block_is_empty() -> None:
    for block in read(print_pdf(make_truth(5))).blocks:
        assert block.cells if isinstance(block, Grid) else block.text.strip()
