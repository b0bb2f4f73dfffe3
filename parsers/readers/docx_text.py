"""Text of Word paragraphs as it shows: without deleted and hidden text and without the codes of fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set

from lxml import etree

from parsers.readers.docx_marks import Mark, Marks, read_marks
from parsers.readers.docx_names import (
    ALTERNATIVES,
    CELL,
    CHARACTERS,
    CHOICE,
    FIELD_MARK,
    FORMULA_SIGNS,
    MATH_TEXT,
    PARAGRAPH,
    RUN,
    SILENT,
    SYMBOL,
    TEXT,
    TEXT_BOX,
    UNSEEN,
    main_name,
)

_FIELD_MARK_TYPE, _FONT, _CODE = main_name("fldCharType"), main_name("font"), main_name("char")
#: in the font Symbol, digits stand where ASCII has them, moved into the private area
_SYMBOL_DIGITS = {0xF030 + digit: str(digit) for digit in range(10)}
_TEXTS = frozenset((TEXT, MATH_TEXT))
#: a paragraph with one of these shows more or less than its ``w:t``
_UNEVEN = (*CHARACTERS, *UNSEEN, SYMBOL, FIELD_MARK, ALTERNATIVES, TEXT_BOX, MATH_TEXT)


def chosen(element: etree._Element) -> etree._Element:
    """The element to look into: of alternatives for one content (a text box drawn anew and of old) the first."""
    return next(element.iterchildren(CHOICE), element) if element.tag == ALTERNATIVES else element


class Texts:
    """The paragraphs of a document as they show; ``styles`` are those that hide or mark their text.

    ``shaded``: those of tables that lay a colour behind it.
    """

    def __init__(self, root: etree._Element, styles: Mapping[str, Mark], shaded: Set[str]) -> None:
        self._marks = read_marks(root, styles, shaded)
        self._even = _even_paragraphs(root, (*self._marks.hidden, *self._marks.spelt))

    def read(self, paragraph: etree._Element) -> tuple[list[str], list[etree._Element]]:
        """The lines of a paragraph, and the text boxes that are anchored in it."""
        parts = self._even.get(paragraph)
        if parts is not None:
            return _lines(parts), []
        gathered = _Gathering(self._marks)
        gathered.gather(paragraph)
        return _lines(gathered.parts), gathered.boxes

    def lines_in(self, element: etree._Element) -> list[str]:
        """Lines of all paragraphs below an element; those of a text box after the paragraph that anchors it."""
        lines: list[str] = []
        for child in element:
            parts = self._even.get(child)
            if parts is not None:
                lines += _lines(parts)
            elif child.tag == PARAGRAPH:
                own, boxes = self.read(child)
                lines += own
                for box in boxes:
                    lines += self.lines_in(box)
            elif child.tag not in SILENT:
                lines += self.lines_in(chosen(child))
        return lines


def _lines(parts: Sequence[str]) -> list[str]:
    """A string a line, without outer white space; empty lines left out."""
    text = "".join(parts).strip()
    if "\n" in text:
        return [line for part in text.split("\n") if (line := part.strip())]
    return [text] if text else []


def _even_paragraphs(root: etree._Element, marked: Collection[etree._Element]) -> dict[etree._Element, list[str]]:
    """The texts of the paragraphs that show their ``w:t`` and nothing else; found at once, because most are so."""
    found: dict[etree._Element, list[str]] = {}
    paragraph, parts = root, list[str]()
    uneven = {each for run in marked for each in run.iterancestors(PARAGRAPH)}
    for element in root.iter(PARAGRAPH, TEXT, *_UNEVEN):
        tag = element.tag
        if tag == TEXT:
            parts.append(element.text or "")
            run = element.getparent()
            if run is None or run.getparent() is not paragraph:  # in a link, after a text box, in no paragraph at all
                owner = next(element.iterancestors(PARAGRAPH), root)
                uneven.update((paragraph, owner) if owner is not paragraph else ())
        elif tag == PARAGRAPH:
            paragraph, holder = element, element.getparent()
            parts = found[paragraph] = []
            if holder is None or holder.tag != CELL:  # in a text box, or where none may be
                uneven.update(element.iterancestors(PARAGRAPH))
        else:
            uneven.add(paragraph)
    for each in uneven:
        found.pop(each, None)
    return found


class _Gathering:
    """What the elements of one paragraph show, one by one."""

    def __init__(self, marks: Marks) -> None:
        self.parts: list[str] = []
        self.boxes: list[etree._Element] = []
        self._marks = marks
        # Whether each open field is still in its code; a field that no mark ends must not swallow the document.
        self._codes: list[bool] = []

    def gather(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag in _TEXTS:
                self._add(child.text or "")
            elif tag == RUN:
                self._gather_run(child)
            elif tag in SILENT:
                continue
            elif tag in CHARACTERS:
                self._add(CHARACTERS[tag])
            elif tag == TEXT_BOX:
                self.boxes.append(child)
            elif tag == FIELD_MARK:
                self._mark_field(child.get(_FIELD_MARK_TYPE))
            elif tag == SYMBOL:
                self._add(_symbol(child))
            else:
                self._add(FORMULA_SIGNS.get(str(tag), ""))
                self.gather(chosen(child))

    def _gather_run(self, run: etree._Element) -> None:
        if run in self._marks.hidden:
            return
        start = len(self.parts)
        self.gather(run)
        if spell := self._marks.spelt.get(run):
            self.parts[start:] = [spell("".join(self.parts[start:]))]

    def _add(self, text: str) -> None:
        if not self._codes or True not in self._codes:
            self.parts.append(text)

    def _mark_field(self, mark: str | None) -> None:
        if mark == "begin":
            self._codes.append(True)
        elif self._codes and mark == "separate":
            self._codes[-1] = False
        elif self._codes and mark == "end":
            self._codes.pop()


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(_CODE, ""), 16)
        return _SYMBOL_DIGITS.get(code, chr(code)) if element.get(_FONT) == "Symbol" else chr(code)
    except (ValueError, OverflowError):
        return "\ufffd"
