"""The values of spreadsheet cells as text, and what the file holds beyond what it shows.

What a cell shows is what a reader of the sheet sees, so that is what was printed. A number with more digits than its
format shows, or shown as something else, is told in a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from disclosure.report import Finding, Severity
from parsers.readers.number_formats import exact, is_date, is_percent, plain, show
from parsers.values import read_value

#: so many cells are named in a finding
_NAMED = 3


class Values:
    """Shows the cells of one file and remembers what its findings must say."""

    def __init__(self, *, since_1904: bool) -> None:
        self._since_1904 = since_1904
        self._differing: list[str] = []
        self._strange: list[str] = []
        self._empty: list[str] = []
        self._unseen: list[str] = []

    def number(self, stored: float | str, code: str, cell: str, *, zero_shown: bool = True) -> str:
        """A stored number as its format shows it; ``cell`` names it in findings."""
        try:
            number = exact(stored)
        except (ArithmeticError, ValueError):
            return str(stored)
        shown = show(number, code, since_1904=self._since_1904) if number or zero_shown else ""
        if shown is None:
            self._strange.append(f"{cell} holds {plain(number)} with the format {code}")
            return plain(number)
        if not is_date(code) and not is_percent(code) and not _says(shown, number):
            self._differing.append(f"{cell} shows {shown or 'nothing'}, stored is {plain(number)}")
        return shown

    def without_value(self, cell: str) -> None:
        """A formula that was never calculated."""
        self._empty.append(cell)

    def unseen(self, labels: Iterable[str], where: str) -> None:
        """Labels of the statutory form that stand in what is hidden."""
        self._unseen += (f"{label} ({where})" for label in labels)

    def findings(self) -> Iterator[Finding]:
        if self._differing:
            message = "numbers shown otherwise than stored were read as shown: " + _named(self._differing)
            yield Finding("shown_differs", Severity.WARNING, message)
        if self._strange:
            message = "numbers in a format that is not followed were read as stored: " + _named(self._strange)
            yield Finding("format_unknown", Severity.WARNING, message)
        if self._empty:
            message = "formulas without a calculated value were read as blank: " + _named(self._empty)
            yield Finding("formula_without_value", Severity.WARNING, message)
        if self._unseen:
            message = "hidden sheets, rows or columns with labels of the form were not read: " + _named(self._unseen)
            yield Finding("hidden_cells", Severity.WARNING, message)


def cell_name(sheet: str, row: int, column: int) -> str:
    """A cell as spreadsheets name it, ``Sheet1!C5``; row and column count from 0."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{sheet}!{letters}{row + 1}"


def _says(shown: str, number: Decimal) -> bool:
    return read_value(shown).value == number


def _named(cells: list[str]) -> str:
    more = len(cells) - _NAMED
    return "; ".join(cells[:_NAMED]) + (f" and {more} more" if more > 0 else "")
