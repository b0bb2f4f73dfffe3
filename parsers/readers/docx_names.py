"""Names of the WordprocessingML elements that carry text, tables and their layout (ECMA-376, part 1, chapter 17)."""

from __future__ import annotations

from lxml import etree

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
#: the strict variant of the format names the same elements in this namespace
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = _MAIN.encode()


def main_name(local: str) -> str:
    """A name in the main namespace, as lxml spells it; attributes of the format carry it too."""
    return f"{{{_MAIN}}}{local}"


BODY, PARAGRAPH, TABLE, ROW, CELL = (main_name(local) for local in ("body", "p", "tbl", "tr", "tc"))
PARAGRAPH_FORMAT, RUN_FORMAT, ROW_FORMAT = (main_name(local) for local in ("pPr", "rPr", "trPr"))
RUN, STYLE, RUN_STYLE = (main_name(local) for local in ("r", "pStyle", "rStyle"))
OUTLINE_LEVEL, LIST_ITEM = (main_name(local) for local in ("outlineLvl", "numPr"))
VANISH, DELETED, HIDDEN = (main_name(local) for local in ("vanish", "del", "hidden"))
RAISED, STRUCK = main_name("vertAlign"), (main_name("strike"), main_name("dstrike"))
POSITION, SHOWS_PLACEHOLDER = main_name("position"), main_name("showingPlcHdr")
PICTURES = ("{*}blip", "{*}imagedata")
TEXT, SYMBOL, FIELD_MARK, TEXT_BOX = (main_name(local) for local in ("t", "sym", "fldChar", "txbxContent"))
MATH_TEXT = f"{{{_MATH}}}t"
ALTERNATIVES, CHOICE = f"{{{_COMPATIBILITY}}}AlternateContent", f"{{{_COMPATIBILITY}}}Choice"
EMBEDDED = (main_name("object"), main_name("altChunk"))
#: characters that are elements; a soft hyphen shows only where a line breaks
CHARACTERS = {
    main_name("tab"): "\t",
    main_name("ptab"): "\t",
    main_name("br"): "\n",
    main_name("cr"): "\n",
    main_name("noBreakHyphen"): "-",
}
#: in front of what a formula sets below, above or under the line of something: else two numbers would read as one
FORMULA_SIGNS = {f"{{{_MATH}}}den": "/", f"{{{_MATH}}}sup": "^", f"{{{_MATH}}}sub": "_", f"{{{_MATH}}}e": " "}
#: formats: they carry no text and stand in every paragraph, run, table, row and cell
FORMATS = frozenset(map(main_name, ("pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr")))
#: text that does not show: deleted, moved away, codes of fields, readings over characters
UNSEEN = frozenset(
    map(main_name, ("del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "rubyPr", "fldData"))
)
#: what shows nothing of what it holds
SILENT = FORMATS | UNSEEN
VALUE = main_name("val")
_OFF = ("0", "false", "off", "none")


def is_on(element: etree._Element) -> bool:
    """Whether a switch such as ``w:vanish`` is on: it is when it is there and does not say otherwise."""
    return element.get(VALUE, "1") not in _OFF


def whole_number(text: str | None, otherwise: int) -> int:
    """The number of an attribute; ``otherwise`` where there is none, or one that no document has."""
    return int(text) if text and len(text) < 7 and text.isascii() and text.isdigit() else otherwise
