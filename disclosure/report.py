"""The report as data: what readers and the recogniser hand to the warehouse.

Field names are those of the ``gongkai parse --json`` contract, so one name serves from parser to view.
What a report has by the hundred is a named tuple, which is made three times as fast as a frozen data class.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

TABLES = ("active_disclosure", "applications", "disputes", "statistics")


class State(StrEnum):
    """What stands in the slot of a cell. Nothing blank or missing ever becomes 0."""

    NUMBER = "number"  #: a printed number, zero too
    BLANK = "blank"  #: the document has the slot and it is empty, whatever emptied it
    NA = "na"  #: /, -, 无, 不适用
    TEXT = "text"  #: something else
    MISSING = "missing"  #: no slot: row, column or table absent
    UNREADABLE = "unreadable"  #: seen, not legible, or not safely attributable to one cell


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Status(StrEnum):
    """State of a whole report; the first that holds, in this order."""

    UNREADABLE = "unreadable"
    NOT_A_REPORT = "not_a_report"
    INCOMPLETE = "incomplete"
    SUSPECTED_MISREAD = "suspected_misread"
    PRINTED_INCONSISTENT = "printed_inconsistent"
    RECONCILED = "reconciled"


class PageBox(NamedTuple):
    """A rectangle on a page: points, origin top left, ``box`` is (x0, top, x1, bottom); ``page`` counts from 1."""

    page: int
    box: tuple[float, float, float, float]


class ElementPath(NamedTuple):
    """An element of an HTML page, or of the XML ``part`` of a package."""

    xpath: str
    part: str | None = None


class TextPosition(NamedTuple):
    """A place in plain text; line and column (of characters) count from 1."""

    line: int
    column: int


Place = PageBox | ElementPath | TextPosition


class Reading(NamedTuple):
    """One cell as printed.

    ``value`` is set only in state ``number``. ``confidence`` is 0..1, None where no recogniser was involved.
    ``suggestion`` is a value that an identity or a likely slip implies, with its reason;
    it never replaces what is printed.
    """

    raw: str
    state: State
    value: Decimal | None = None
    unit: str | None = None
    suggestion: Suggestion | None = None
    method: str = ""
    confidence: float | None = None
    place: tuple[Place, ...] = ()


#: a Reading of a tuple of all its fields: the constructor of a named tuple takes twice as long
new_reading = partial(tuple.__new__, Reading)


@dataclass(frozen=True, slots=True)
class Suggestion:
    value: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact about the data that a person should know. Data problems are findings, never exceptions."""

    rule: str
    severity: Severity
    message: str
    addresses: tuple[str, ...] = ()
    expected: str | None = None
    found: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the report. ``start`` and ``end`` are character offsets into the document's text."""

    number: str
    title: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A number said in prose. ``start`` and ``end`` are offsets into the text of its section."""

    measure: str
    value: Decimal
    unit: str | None
    approximate: bool
    section: str | None
    start: int
    end: int
    raw: str


@dataclass(frozen=True, slots=True)
class Candidate:
    division_code: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Agency:
    """Who reports. ``division_code`` stays None while several candidates remain: nothing is guessed."""

    name: str
    division_code: str | None = None
    kind: str | None = None
    uscc: str | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One agency's report for one year, as one document states it.

    ``editions`` maps each of TABLES to ``fmt2021``, ``fmt2019``, ``stat2014``, ``narrative`` or None.
    ``cells`` holds exactly the cells of the edition found for each table, by address ``<table>.<row>[.<column>]``.
    """

    status: Status
    title: str = ""
    agency: Agency | None = None
    year: int | None = None
    scope: str = "unknown"
    editions: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(TABLES))
    cells: dict[str, Reading] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    mentions: tuple[Mention, ...] = ()
    findings: tuple[Finding, ...] = ()
    media_type: str = ""
    sha256: str = ""
    member: str | None = None
    part: int = 1

    def with_findings(self, *findings: Finding) -> Report:
        return replace(self, findings=(*self.findings, *findings))


def place_to_json(place: Place) -> dict[str, Any]:
    """The contract's spelling of a place."""
    if isinstance(place, ElementPath):
        return {"xpath": place.xpath} if place.part is None else {"part": place.part, "xpath": place.xpath}
    if isinstance(place, PageBox):
        return {"page": place.page, "box": [round(edge, 2) for edge in place.box]}
    return {"line": place.line, "column": place.column}


def place_from_json(data: dict[str, Any]) -> Place:
    """Inverse of place_to_json."""
    if "page" in data:
        x0, top, x1, bottom = data["box"]
        return PageBox(data["page"], (x0, top, x1, bottom))
    if "xpath" in data:
        return ElementPath(data["xpath"], data.get("part"))
    return TextPosition(data["line"], data["column"])
