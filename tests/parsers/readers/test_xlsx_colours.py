"""Figures in the colour of what lies behind them are no values: nobody sees them."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlwt

from parsers.document import Grid
from parsers.readers import xls, xlsx
from tests.parsers.sheet_files import MAIN, data, number, text
from tests.parsers.sheet_files import xlsx as packed

SOLID = '<fill><patternFill patternType="solid"><fgColor {}/></patternFill></fill>'
PLAIN = '<fill><patternFill patternType="none"/></fill>'
RED = 'rgb="FFFF0000"'
WHITE = 'rgb="FFFFFFFF"'


def looks(ink: str, fill: str) -> str:
    """The styles of a workbook: 0 plain, 1 with this colour of the font on this fill."""
    color = f"<color {ink}/>" if ink else ""
    return (
        f'<styleSheet xmlns="{MAIN}"><fonts><font/><font>{color}</font></fonts><fills>{PLAIN}{fill}</fills>'
        '<cellXfs><xf/><xf fontId="1" fillId="1"/></cellXfs></styleSheet>'
    )


def raw(cell: str, **parts: str) -> str:
    (grid,) = xlsx.read(packed(data(text("甲") + cell), **parts)).blocks
    assert isinstance(grid, Grid)
    return grid.cells[1].raw


UNSEEN = [
    (WHITE, PLAIN),
    ('rgb="FFFAFAFA"', PLAIN),
    ('theme="0"', PLAIN),
    ('theme="0" tint="-0.03"', PLAIN),
    ('indexed="9"', PLAIN),
    (WHITE, SOLID.format('theme="0"')),
    (RED, SOLID.format(RED)),
    ('theme="4"', SOLID.format('theme="4"')),
    ("", SOLID.format('rgb="FF000000"')),
]
SEEN = [
    ("", PLAIN),
    (RED, PLAIN),
    ('theme="1"', PLAIN),
    ('theme="0" tint="-0.5"', PLAIN),
    ('indexed="64"', PLAIN),
    ('theme="4"', PLAIN),
    (WHITE, SOLID.format(RED)),
    ('theme="0"', SOLID.format('theme="4"')),
    ('theme="4"', SOLID.format('theme="4" tint="0.8"')),
    (WHITE, "<fill><gradientFill/></fill>"),
    (WHITE, '<fill><patternFill patternType="gray125"/></fill>'),
]


@pytest.mark.parametrize(("ink", "fill"), UNSEEN)
def test_a_number_in_the_colour_of_its_ground_is_none(ink: str, fill: str) -> None:
    assert raw(number("38", 1), styles=looks(ink, fill)) == "~~38~~"
    assert raw(text("38", 1), styles=looks(ink, fill)) == "~~38~~"
    assert raw(text("规章", 1), styles=looks(ink, fill)) == "规章"


@pytest.mark.parametrize(("ink", "fill"), SEEN)
def test_a_number_in_another_colour_is_read(ink: str, fill: str) -> None:
    assert raw(number("38", 1), styles=looks(ink, fill)) == "38"


@pytest.mark.parametrize(
    ("formats", "fill", "shown"),
    [
        (f"<color {WHITE}/>", PLAIN, "3~~8~~"),
        ("<strike/>", PLAIN, "3~~8~~"),
        ('<vertAlign val="superscript"/>', PLAIN, "3[8]"),
        (f"<color {RED}/>", PLAIN, "38"),
        (f"<color {WHITE}/>", SOLID.format('rgb="FF203864"'), "38"),
        (f"<color {RED}/>", SOLID.format(RED), "3~~8~~"),
    ],
)
@pytest.mark.parametrize("shared", [True, False])
def test_runs_within_a_cell_show_each_on_its_ground(formats: str, fill: str, shown: str, *, shared: bool) -> None:
    runs = f"<r><t>3</t></r><r><rPr>{formats}</rPr><t>8</t></r>"
    styles = looks('theme="5"', fill)
    if shared:
        strings = f'<sst xmlns="{MAIN}"><si>{runs}</si></sst>'
        assert raw('<c t="s" s="1"><v>0</v></c>', styles=styles, sharedStrings=strings) == shown
    else:
        assert raw(f'<c t="inlineStr" s="1"><is>{runs}</is></c>', styles=styles) == shown


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ("font: colour white", "~~38~~"),
        ("font: colour white; pattern: pattern solid, fore_colour dark_blue", "38"),
        ("font: colour red; pattern: pattern solid, fore_colour red", "~~38~~"),
        ("font: colour red", "38"),
        ("font: struck_out on", "~~38~~"),
        ("", "38"),
    ],
)
def test_old_workbooks_too(look: str, shown: str) -> None:
    assert old(38, xlwt.easyxf(look)) == shown
    assert old("38", xlwt.easyxf(look)) == shown


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ("font: struck_out on", "3~~8~~"),
        ("font: escapement superscript", "3[8]"),
        ("font: colour white", "3~~8~~"),
        ("font: bold on", "38"),
    ],
)
def test_runs_within_a_cell_of_an_old_workbook(look: str, shown: str) -> None:
    assert old((("3", xlwt.easyxf("").font), ("8", xlwt.easyxf(look).font)), xlwt.easyxf("")) == shown


def old(content: object, look: xlwt.XFStyle) -> str:
    book = xlwt.Workbook()
    sheet = book.add_sheet("年报")
    sheet.write(0, 0, "甲")
    if isinstance(content, tuple):
        sheet.write_rich_text(0, 1, content, look)
    else:
        sheet.write(0, 1, content, look)
    stream = BytesIO()
    book.save(stream)
    (grid,) = xls.read(stream.getvalue()).blocks
    assert isinstance(grid, Grid)
    return grid.cells[1].raw
