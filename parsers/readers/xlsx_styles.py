"""What the styles of a workbook say of its cells: how numbers are shown, and whether rules stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree

from parsers.readers.colours import BLACK, WHITE, Colour, blends
from parsers.readers.number_formats import GENERAL
from parsers.readers.xlsx_colours import ground_of, ink_of
from parsers.readers.xlsx_names import MAIN, is_struck, whole_number

#: formats that every program knows by number (ECMA-376 part 1, 18.8.30; the dates as in simplified Chinese)
_BUILT_IN: Mapping[int, str] = MappingProxyType(
    {
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        5: '"¥"#,##0;"¥"-#,##0',
        6: '"¥"#,##0;"¥"-#,##0',
        7: '"¥"#,##0.00;"¥"-#,##0.00',
        8: '"¥"#,##0.00;"¥"-#,##0.00',
        9: "0%",
        10: "0.00%",
        11: "0.00E+00",
        12: "# ?/?",
        13: "# ??/??",
        14: "yyyy/m/d",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        18: "h:mm AM/PM",
        19: "h:mm:ss AM/PM",
        20: "h:mm",
        21: "h:mm:ss",
        22: "yyyy/m/d h:mm",
        37: "#,##0;-#,##0",
        38: "#,##0;-#,##0",
        39: "#,##0.00;-#,##0.00",
        40: "#,##0.00;-#,##0.00",
        41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
        42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
        43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
        44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
        45: "mm:ss",
        46: "[h]:mm:ss",
        47: "mm:ss.0",
        48: "##0.0E+0",
        49: "@",
        **dict.fromkeys((27, 36, 50, 52, 54, 57), 'yyyy"年"m"月"'),
        **dict.fromkeys((28, 29, 51, 53, 58), 'm"月"d"日"'),
        30: "m-d-yy",
        31: 'yyyy"年"m"月"d"日"',
        32: 'h"时"mm"分"',
        33: 'h"时"mm"分"ss"秒"',
    }
)


@dataclass(frozen=True, slots=True)
class Styles:
    """Of each cell style the number format, whether it has a line at the left or right, and whether it strikes out.

    ``grounds``: what lies behind the text; ``pale``: whether the text has the same colour.
    """

    formats: list[str] = field(default_factory=list)
    ruled: list[bool] = field(default_factory=list)
    struck: list[bool] = field(default_factory=list)
    grounds: list[Colour] = field(default_factory=list)
    pale: list[bool] = field(default_factory=list)

    def code(self, style: int) -> str:
        return self.formats[style] if style < len(self.formats) else GENERAL

    def is_ruled(self, style: int) -> bool:
        return style < len(self.ruled) and self.ruled[style]

    def is_struck(self, style: int) -> bool:
        return style < len(self.struck) and self.struck[style]

    def is_pale(self, style: int) -> bool:
        return style < len(self.pale) and self.pale[style]

    def ground(self, style: int) -> Colour:
        return self.grounds[style] if style < len(self.grounds) else WHITE


def read_styles(root: etree._Element) -> Styles:
    """The styles of a workbook from its styles part."""
    codes = dict(_BUILT_IN)
    for element in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt"):
        codes[whole_number(element.get("numFmtId"), 0)] = element.get("formatCode", GENERAL)
    borders = [_is_ruled(border) for border in root.iterfind(f"{MAIN}borders/{MAIN}border")]
    fonts = [(is_struck(font), ink_of(font)) for font in root.iterfind(f"{MAIN}fonts/{MAIN}font")]
    fills = [ground_of(fill) for fill in root.iterfind(f"{MAIN}fills/{MAIN}fill")]
    styles = Styles()
    for element in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
        border = whole_number(element.get("borderId"), 0)
        styles.formats.append(codes.get(whole_number(element.get("numFmtId"), 0), GENERAL))
        styles.ruled.append(border < len(borders) and borders[border])
        font, fill = whole_number(element.get("fontId"), 0), whole_number(element.get("fillId"), 0)
        struck, ink = fonts[font] if font < len(fonts) else (False, BLACK)
        ground = fills[fill] if fill < len(fills) else WHITE
        styles.struck.append(struck)
        styles.grounds.append(ground)
        styles.pale.append(blends(ink, ground))
    return styles


def _is_ruled(border: etree._Element) -> bool:
    sides = (border.find(f"{MAIN}{side}") for side in ("left", "right", "start", "end"))
    return any(side is not None and side.get("style", "none") != "none" for side in sides)
