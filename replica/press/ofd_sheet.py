"""Pages of an OFD file: a ZIP package of XML parts, lengths in millimetres from the top left."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from typing import Literal
from xml.sax.saxutils import escape

from replica.press.sheet import PAGE_HEIGHT, PAGE_WIDTH, RULE_WIDTH, Sheet, text_width

TextObjects = Literal["line", "character"]
Background = Literal["page", "template", "composite"]
MILLIMETRES = 25.4 / 72  #: in a point
ASCENT = 0.86  #: font sizes from the top of a line to its base line
UNIT_SCALE = 2.0  #: composite units hold things smaller by this; the object that draws them enlarges them
FONT_ID, PAGE_ID, TEMPLATE_ID, UNIT_ID, OBJECT_ID = 1, 100, 400, 700, 1000
_WRITTEN = (1980, 1, 1, 0, 0, 0)  #: of each part; the file must not depend on the clock
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{name} xmlns:ofd="http://www.ofdspec.org/2016"{more}>'


class OfdSheet(Sheet):
    """See OfdOptions."""

    def __init__(self, title: str, text: TextObjects, background: Background, scaled: bool) -> None:
        super().__init__()
        self._title, self._text, self._background, self._scaled = title, text, background, scaled
        self._last_id = OBJECT_ID
        self._texts: list[str] = []
        self._rules: list[str] = []
        self._pages: list[tuple[str, str]] = []  #: the texts and the rules of each closed page

    def place_text(self, text: str, left: float, baseline: float, size: float) -> None:
        if self._text == "line":
            self._texts.append(self._text_object(text, left, baseline, size))
            return
        for character in text:
            if not character.isspace():
                self._texts.append(self._text_object(character, left, baseline, size))
            left += text_width(character, size)

    def place_rule(self, x0: float, y0: float, x1: float, y1: float, *, filled: bool) -> None:
        times = UNIT_SCALE if self._background == "composite" else 1.0
        x0, y0, x1, y1, thick = (each / times for each in (x0, y0, x1, y1, RULE_WIDTH))
        half = thick / 2
        left, top, width, height = x0 - half, y0 - half, x1 - x0 + thick, y1 - y0 + thick
        if filled:
            corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
            paint, close = 'Stroke="false" Fill="true"', " C"
        else:
            corners = [(half, half), (width - half, height - half)]
            paint, close = f'LineWidth="{self._length(thick)}"', ""
        points = " L ".join(f"{self._length(x)} {self._length(y)}" for x, y in corners)
        self._rules.append(
            f'<ofd:PathObject ID="{self._next_id()}" {self._frame(left, top, width, height)} {paint}>'
            f"<ofd:AbbreviatedData>M {points}{close}</ofd:AbbreviatedData></ofd:PathObject>\n"
        )

    def close_page(self) -> None:
        self._pages.append(("".join(self._texts), "".join(self._rules)))
        self._texts, self._rules = [], []

    def save(self) -> bytes:
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in self._parts():
                package.writestr(zipfile.ZipInfo(name, _WRITTEN), text, zipfile.ZIP_DEFLATED)
        return stream.getvalue()

    def _text_object(self, text: str, left: float, baseline: float, size: float) -> str:
        frame = self._frame(left, baseline - ASCENT * size, text_width(text, size), size)
        deltas = [self._length(text_width(character, size)) for character in text[:-1]]
        distances = f' DeltaX="{" ".join(_runs(deltas))}"' if deltas else ""
        return (
            f'<ofd:TextObject ID="{self._next_id()}" {frame} Font="{FONT_ID}" Size="{self._length(size)}">'
            f'<ofd:TextCode X="0" Y="{self._length(ASCENT * size)}"{distances}>{escape(text)}</ofd:TextCode>'
            "</ofd:TextObject>\n"
        )

    def _frame(self, left: float, top: float, width: float, height: float) -> str:
        """Boundary, always in millimetres, and CTM where what is within is written in points."""
        boundary = " ".join(_decimal(each * MILLIMETRES) for each in (left, top, width, height))
        scale = _decimal(MILLIMETRES)
        ctm = f' CTM="{scale} 0 0 {scale} 0 0"' if self._scaled else ""
        return f'Boundary="{boundary}"{ctm}'

    def _length(self, points: float) -> str:
        return _decimal(points if self._scaled else points * MILLIMETRES)

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _parts(self) -> Iterator[tuple[str, str]]:
        yield (
            "OFD.xml",
            _element(
                "OFD",
                f"<ofd:DocBody><ofd:DocInfo><ofd:Title>{escape(self._title)}</ofd:Title></ofd:DocInfo>"
                "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>",
                ' Version="1.0" DocType="OFD"',
            ),
        )
        yield "Doc_0/Document.xml", self._document()
        yield (
            "Doc_0/PublicRes.xml",
            _element("Res", f'<ofd:Fonts><ofd:Font ID="{FONT_ID}" FontName="宋体" FamilyName="宋体"/></ofd:Fonts>'),
        )
        if self._background == "composite":
            units = "".join(self._unit(number, rules) for number, (_, rules) in enumerate(self._pages))
            yield "Doc_0/DocumentRes.xml", _element("Res", _within("CompositeGraphicUnits", units))
        for number, (texts, rules) in enumerate(self._pages):
            yield f"Doc_0/Pages/Page_{number}/Content.xml", self._page(number, texts, rules)
            if self._background == "template":
                yield f"Doc_0/Tpls/Tpl_{number}/Content.xml", _element("Page", _content("Background", rules))

    def _document(self) -> str:
        count = len(self._pages)
        area = f"0 0 {_decimal(PAGE_WIDTH * MILLIMETRES)} {_decimal(PAGE_HEIGHT * MILLIMETRES)}"
        common = f"<ofd:MaxUnitID>{self._last_id}</ofd:MaxUnitID>"
        common += _within("PageArea", f"<ofd:PhysicalBox>{area}</ofd:PhysicalBox>")
        common += "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        if self._background == "composite":
            common += "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        if self._background == "template":
            common += "".join(
                f'<ofd:TemplatePage ID="{TEMPLATE_ID + each}" BaseLoc="Tpls/Tpl_{each}/Content.xml"/>'
                for each in range(count)
            )
        pages = "".join(
            f'<ofd:Page ID="{PAGE_ID + each}" BaseLoc="Pages/Page_{each}/Content.xml"/>' for each in range(count)
        )
        return _element("Document", _within("CommonData", common) + _within("Pages", pages))

    def _page(self, number: int, texts: str, rules: str) -> str:
        match self._background:
            case "page":
                return _element("Page", _content("Body", rules + texts))
            case "template":
                named = f'<ofd:Template TemplateID="{TEMPLATE_ID + number}" ZOrder="Background"/>'
                return _element("Page", named + _content("Body", texts))
            case "composite":
                boundary = " ".join(_decimal(each * MILLIMETRES) for each in (0, 0, PAGE_WIDTH, PAGE_HEIGHT))
                drawn = f'<ofd:CompositeObject ID="{self._last_id + 1 + number}" Boundary="{boundary}"'
                drawn += f' ResourceID="{UNIT_ID + number}" CTM="{UNIT_SCALE} 0 0 {UNIT_SCALE} 0 0"/>\n'
                return _element("Page", _content("Body", drawn + texts))

    def _unit(self, number: int, rules: str) -> str:
        size = f'Width="{_decimal(PAGE_WIDTH * MILLIMETRES)}" Height="{_decimal(PAGE_HEIGHT * MILLIMETRES)}"'
        block = f'<ofd:Content><ofd:PageBlock ID="{PAGE_ID + 50 + number}">{rules}</ofd:PageBlock></ofd:Content>'
        return f'<ofd:CompositeGraphicUnit ID="{UNIT_ID + number}" {size}>{block}</ofd:CompositeGraphicUnit>'


def _element(name: str, inner: str, more: str = "") -> str:
    return f"{_HEAD.format(name=name, more=more)}{inner}</ofd:{name}>\n"


def _within(name: str, inner: str) -> str:
    return f"<ofd:{name}>{inner}</ofd:{name}>"


def _content(layer: str, objects: str) -> str:
    return _within("Content", f'<ofd:Layer ID="2" Type="{layer}">\n{objects}</ofd:Layer>')


def _runs(deltas: list[str]) -> Iterator[str]:
    """Equal distances told once: ``g 4 3.175`` for four of them."""
    for delta, alike in groupby(deltas):
        count = len(list(alike))
        yield f"g {count} {delta}" if count > 1 else delta


def _decimal(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
