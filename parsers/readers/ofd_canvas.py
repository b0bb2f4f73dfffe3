"""What a page of an OFD file shows: its objects and those of its templates, in points from the top left."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from parsers.document import UnreadableError
from parsers.readers.colours import BLACK
from parsers.readers.ofd_book import Book, PageEntry
from parsers.readers.ofd_colours import Grounds, fill_of
from parsers.readers.ofd_paths import Path, read_path
from parsers.readers.ofd_space import PAGE, local_name, matrix_of, seen_box
from parsers.readers.ofd_text import Twins, read_text, text_of
from parsers.readers.page_space import Box, Matrix, is_slanted
from parsers.readers.page_text import Run

MOST_WORK = 200_000  #: objects of a file, and eighths of their characters; a report has some thousands
_NO, _YES = ("false", "0"), ("true", "1")
_UNIT = [(0.0, 0.0), (1.0, 1.0)]  #: what a picture fills in its own space
DEEPEST = 64  #: blocks, composite objects and templates in each other


class Budget:
    """What may be drawn for one file; templates and composite units can multiply a small file without end."""

    def __init__(self) -> None:
        self._left = MOST_WORK

    def spend(self, element: etree._Element) -> None:
        """Raises UnreadableError when nothing is left."""
        data = sum(len(child.text or "") + sum(map(len, child.values())) for child in element)
        self._left -= 1 + data // 8
        if self._left < 0:
            raise UnreadableError(f"too large: the pages draw more than {MOST_WORK} objects")


class Canvas:
    """A page as it is seen.

    ``pictures`` are counted; ``slanted`` and ``hidden``: text left out; ``problems``: what could not be read and why.
    """

    def __init__(self, book: Book, entry: PageEntry, budget: Budget) -> None:
        self._book, self._budget = book, budget
        self.runs: list[Run] = []
        self.pictures = 0
        self.slanted: list[str] = []
        self.hidden: list[str] = []
        self.problems: set[str] = set()
        self._paths: list[Path] = []
        self._boxes: list[Box] = []
        self._grounds = Grounds()
        self._twins = Twins()
        self._draw_page(entry, ())

    def split(self, run: Run) -> list[Run]:
        """The characters of a run, each as a run of its own."""
        boxes = self._boxes[run.start : run.start + len(run.text)]
        return [
            Run(character, *box, run.size, run.start + offset)
            for offset, (character, box) in enumerate(zip(run.text, boxes, strict=True))
        ]

    def shapes(self, *, outlines: bool = False) -> Iterator[Box]:
        """Fills and straight strokes; with ``outlines`` the sides of fills too, for tables drawn as coloured cells."""
        for path in self._paths:
            yield from path.shapes(outlines=outlines)

    def _draw_page(self, entry: PageEntry, open_keys: tuple[str, ...]) -> None:
        """``open_keys``: the templates and units that are being drawn."""
        if entry.root is None:
            return
        for key, template in self._book.templates(entry):
            key = f"template {key}"
            if template is None:
                self.problems.add(f"{key} is not in the file, what stands on it is not read")
            elif self._may_open(key, open_keys):
                self._draw_page(template, (*open_keys, key))
        for content in entry.root.iterfind("{*}Content"):
            self._draw(content, PAGE, entry, open_keys, 0)

    def _may_open(self, key: str, open_keys: tuple[str, ...]) -> bool:
        if key in open_keys:
            self.problems.add(f"{key} is drawn within itself, which was not followed")
        return key not in open_keys

    def _draw(
        self, holder: etree._Element, outer: Matrix, entry: PageEntry, open_keys: tuple[str, ...], depth: int
    ) -> None:
        if depth > DEEPEST:
            raise UnreadableError(f"too deep: {entry.part} nests more than {DEEPEST} objects")
        for element in holder:
            self._budget.spend(element)
            kind = local_name(element)
            if kind in ("Layer", "PageBlock"):
                self._draw(element, outer, entry, open_keys, depth + 1)
                continue
            try:
                if kind == "TextObject":
                    self._write(element, matrix_of(element, outer))
                elif _is_invisible(element):
                    self._hide(element)
                elif kind == "PathObject":
                    path = read_path(element, matrix_of(element, outer), outer)
                    self._paths.append(path)
                    for box in path.fills():
                        self._grounds.add(box, fill_of(element, BLACK))
                elif kind == "ImageObject":
                    self.pictures += 1
                    self._grounds.add(seen_box(_UNIT, matrix_of(element, outer)), "picture")
                elif kind == "CompositeObject":
                    self._compose(element, matrix_of(element, outer), entry, open_keys, depth)
            except ValueError as error:
                self.problems.add(f"{kind} {element.get('ID', '')} was not read ({error})")

    def _compose(
        self, element: etree._Element, matrix: Matrix, entry: PageEntry, open_keys: tuple[str, ...], depth: int
    ) -> None:
        resource = element.get("ResourceID", "")
        key, unit = f"composite unit {resource}", self._book.unit(resource, entry)
        if unit is None:
            self.problems.add(f"{key} is not in the file, what stands on it is not read")
        elif self._may_open(key, open_keys):
            for content in unit.iterfind("{*}Content"):
                self._draw(content, matrix, entry, (*open_keys, key), depth + 1)

    def _write(self, element: etree._Element, matrix: Matrix) -> None:
        if _is_invisible(element) or not _is_painted(element):
            self._hide(element)
        elif is_slanted(matrix[0], matrix[1]):
            self.slanted.append(text_of(element))
        else:
            ink = fill_of(element, BLACK)
            for text, boxes, size in list(read_text(element, matrix)):  # whole or not at all
                x0, top, x1, bottom = boxes[0]
                for box in boxes[1:]:
                    x0, top, x1, bottom = min(x0, box[0]), min(top, box[1]), max(x1, box[2]), max(bottom, box[3])
                run = Run(text, x0, top, x1, bottom, size, len(self._boxes))
                if self._grounds.hide((x0, top, x1, bottom), ink):
                    self.hidden.append(text)
                elif self._twins.is_new(run):
                    self.runs.append(run)
                    self._boxes += boxes

    def _hide(self, element: etree._Element) -> None:
        text = text_of(element)
        if text:
            self.hidden.append(text)


def _is_invisible(element: etree._Element) -> bool:
    return element.get("Visible") in _NO or element.get("Alpha") == "0"


def _is_painted(element: etree._Element) -> bool:
    """Whether text is filled, as it is unless told otherwise, or stroked; a paint may be wholly transparent."""
    fill, stroke = element.find("{*}FillColor"), element.find("{*}StrokeColor")
    filled = element.get("Fill") not in _NO and (fill is None or fill.get("Alpha") != "0")
    return filled or (element.get("Stroke") in _YES and (stroke is None or stroke.get("Alpha") != "0"))
