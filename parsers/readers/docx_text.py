"""Text of Word paragraphs as it shows: without deleted and hidden text and without the codes of fields."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree

from parsers.readers.docx_names import (
    ALTERNATIVES,
    CHARACTERS,
    CHOICE,
    FIELD_MARK,
    MATH_TEXT,
    PARAGRAPH,
    RUN,
    RUN_FORMAT,
    RUN_STYLE,
    SILENT,
    SYMBOL,
    TEXT,
    TEXT_BOX,
    VALUE,
    VANISH,
    main_name,
)

_FIELD_MARK_TYPE, _FONT, _CODE = main_name("fldCharType"), main_name("font"), main_name("char")
#: in the font Symbol, digits stand where ASCII has them, moved into the private area
_SYMBOL_DIGITS = {0xF030 + digit: str(digit) for digit in range(10)}
_OFF = ("0", "false", "off", "none")


def is_on(element: etree._Element) -> bool:
    """Whether a switch such as ``w:vanish`` is on: it is when it is there and does not say otherwise."""
    return element.get(VALUE, "1") not in _OFF


def chosen(element: etree._Element) -> Iterator[etree._Element]:
    """Children to look at: of alternatives for one content (a text box drawn in the new way and the old) the first."""
    if element.tag != ALTERNATIVES:
        yield from element
        return
    first = next(element.iterchildren(CHOICE), None)
    yield from (first,) if first is not None else element


class ParagraphText:
    """The lines of one paragraph, and the text boxes that are anchored in it.

    ``hidden_styles`` are the ids of character styles that hide their text.
    """

    def __init__(self, paragraph: etree._Element, hidden_styles: Collection[str] = ()) -> None:
        self.boxes: list[etree._Element] = []
        self._hidden_styles = hidden_styles
        self._parts: list[str] = []
        # Whether each open field is still in its code; a field that no mark ends must not swallow the document.
        self._codes: list[bool] = []
        self._gather(paragraph)

    @property
    def lines(self) -> list[str]:
        """A string a line, without outer white space; empty lines left out."""
        lines = (line.strip() for line in "".join(self._parts).split("\n"))
        return [line for line in lines if line]

    def _gather(self, element: etree._Element) -> None:
        for child in chosen(element):
            tag = child.tag
            if tag in SILENT:
                continue
            if tag == RUN:
                if not self._is_hidden(child):
                    self._gather(child)
            elif tag in (TEXT, MATH_TEXT):
                self._add(child.text or "")
            elif tag in CHARACTERS:
                self._add(CHARACTERS[tag])
            elif tag == TEXT_BOX:
                self.boxes.append(child)
            elif tag == FIELD_MARK:
                self._mark_field(child.get(_FIELD_MARK_TYPE))
            elif tag == SYMBOL:
                self._add(_symbol(child))
            else:
                self._gather(child)

    def _add(self, text: str) -> None:
        if True not in self._codes:
            self._parts.append(text)

    def _mark_field(self, mark: str | None) -> None:
        if mark == "begin":
            self._codes.append(True)
        elif self._codes and mark == "separate":
            self._codes[-1] = False
        elif self._codes and mark == "end":
            self._codes.pop()

    def _is_hidden(self, run: etree._Element) -> bool:
        formats = next(iter(run), None)
        if formats is None or formats.tag != RUN_FORMAT:
            return False
        hides = False
        for each in formats:
            if each.tag == VANISH:
                return is_on(each)
            if each.tag == RUN_STYLE and each.get(VALUE) in self._hidden_styles:
                hides = True
        return hides


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(_CODE, ""), 16)
        return _SYMBOL_DIGITS.get(code, chr(code)) if element.get(_FONT) == "Symbol" else chr(code)
    except (ValueError, OverflowError):
        return "\ufffd"


def lines_in(element: etree._Element, hidden_styles: Collection[str]) -> list[str]:
    """Lines of all paragraphs below an element; those of a text box after the paragraph that anchors it."""
    lines: list[str] = []
    for child in chosen(element):
        if child.tag == PARAGRAPH:
            text = ParagraphText(child, hidden_styles)
            lines += text.lines
            for box in text.boxes:
                lines += lines_in(box, hidden_styles)
        elif child.tag not in SILENT:
            lines += lines_in(child, hidden_styles)
    return lines
