"""Reports as rows: pure, so that a document is found sound before the database is touched.

What a report has by the hundred (cells, sections, mentions, findings) are tuples in the order of their table's
columns after ``parse_id``; of the rest a row is a dictionary by column name.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from disclosure.agencies import short_name
from disclosure.report import Finding, Mention, Reading, Report, Severity, State, Status, place_to_json
from warehouse.rows import ParsedDocument
from warehouse.times import to_date
from warehouse.values import to_millionths, to_text

Row = dict[str, Any]
Facts = list[tuple[Any, ...]]
AgencyKey = tuple[str, str, str, str]  #: division_code, site_code, kind, short_name
CellIds = dict[tuple[str, str], int]  #: by (edition, address)

_to_json = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps makes an encoder at each call
_NUMBER = State.NUMBER  # a look into the enumeration for each cell would show
_NO_REPORT = (Status.UNREADABLE, Status.NOT_A_REPORT)


class ReportKey(NamedTuple):
    """Natural key of a report: its agency and its year."""

    agency: AgencyKey
    year: int


class RefusedDocumentError(ValueError):
    """A document that can't be stored as it is; nothing of it is stored. Raised here, gathered by the loader."""


@dataclass(frozen=True, slots=True)
class ParseFacts:
    """One report of one document: its parse row and what hangs on it, without database ids."""

    report: ReportKey | None
    agency_name: str
    row: Row
    cells: Facts
    sections: Facts
    mentions: Facts
    findings: Facts


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    sha256: str
    document: Row
    published_date: date | None
    parses: list[ParseFacts]


def document_facts(document: ParsedDocument, cells: CellIds) -> DocumentFacts:
    """All rows of one document. RefusedDocumentError names the document and the cell that can't be kept exactly."""
    try:
        return DocumentFacts(
            sha256=document.sha256,
            document={
                "sha256": document.sha256,
                "media_type": document.media_type,
                "byte_count": document.byte_count,
            },
            published_date=to_date(document.published_date),
            parses=[_parse_facts(document, report, cells) for report in document.reports],
        )
    except ValueError as error:
        raise RefusedDocumentError(f"{document.url} (sha256 {document.sha256}): {error}.") from error


def parser_order(version: str) -> str:
    """A text that sorts as the parser versions do: 1.10 after 1.9."""
    return re.sub(r"\d+", lambda number: number.group().zfill(10), version)


def _parse_facts(document: ParsedDocument, report: Report, cells: CellIds) -> ParseFacts:
    findings = report.findings
    key = None
    if report.status not in _NO_REPORT:
        key = _report_key(report, document.site_code)
        if key is None:
            findings = (*findings, _unidentified(report))
    return ParseFacts(
        report=key,
        agency_name=to_text(report.agency.name) if report.agency else "",
        row={
            "url": document.url,
            "member": to_text(report.member or ""),
            "part": report.part,
            "parser_version": document.parser_version,
            "parser_order": parser_order(document.parser_version),
            "site_code": document.site_code,
            "article_url": document.article_url,
            "link_text": to_text(document.link_text),
            "is_primary": document.primary,
            "status": report.status.value,
            "scope": report.scope,
            "title": to_text(report.title),
            "editions": json.dumps(report.editions),
            "number_count": sum(reading.state is _NUMBER for reading in report.cells.values()),
        },
        cells=[_cell(report, address, reading, cells) for address, reading in report.cells.items()],
        sections=[
            (position, to_text(each.number), to_text(each.title), to_text(each.text), each.start, each.end)
            for position, each in enumerate(report.sections, start=1)
        ],
        mentions=[_mention(position, each) for position, each in enumerate(report.mentions, start=1)],
        findings=[_finding(position, finding) for position, finding in enumerate(findings, start=1)],
    )


def _report_key(report: Report, site_code: str) -> ReportKey | None:
    """None while the year or the agency's name is unknown.

    An agency whose division is unknown is told from its namesakes elsewhere by the site it was found on.
    """
    agency = report.agency
    if report.year is None or agency is None or not agency.name:
        return None
    place = (agency.division_code, "") if agency.division_code else ("", site_code)
    return ReportKey((*place, agency.kind or "", to_text(short_name(agency))), report.year)


def _unidentified(report: Report) -> Finding:
    unknown = []
    if report.year is None:
        unknown.append("reporting year")
    if report.agency is None or not report.agency.name:
        unknown.append("agency")
    return Finding("unidentified", Severity.ERROR, f"Counted as no report: {' and '.join(unknown)} unknown.")


def _cell(report: Report, address: str, reading: Reading, cells: CellIds) -> tuple[Any, ...]:
    edition = report.editions.get(address.partition(".")[0])
    cell_id = cells.get((edition or "", address))
    if cell_id is None:
        raise ValueError(f"the form {edition} has no cell {address}")
    if (reading.state is _NUMBER) != (reading.value is not None):
        raise ValueError(f"{address} is in state {reading.state.value} with the value {reading.value}")
    suggestion = reading.suggestion
    try:
        value = None if reading.value is None else to_millionths(reading.value)
        suggested = None if suggestion is None else to_millionths(suggestion.value)
    except ValueError as error:
        raise ValueError(f"{address}: {error}") from error
    return (
        cell_id,
        str(reading.state),
        value,
        to_text(reading.raw),
        to_text(reading.unit),
        suggested,
        suggestion.reason if suggestion else None,
        reading.method,
        reading.confidence,
        _to_json([place_to_json(place) for place in reading.place]),
    )


def _mention(position: int, mention: Mention) -> tuple[Any, ...]:
    try:
        value = to_millionths(mention.value)
    except ValueError as error:
        raise ValueError(f"the mention of {mention.measure}: {error}") from error
    return (
        position,
        mention.measure,
        value,
        to_text(mention.unit),
        mention.approximate,
        to_text(mention.section or ""),
        mention.start,
        mention.end,
        to_text(mention.raw),
    )


def _finding(position: int, finding: Finding) -> tuple[Any, ...]:
    return (
        position,
        finding.rule,
        finding.severity.value,
        json.dumps(finding.addresses),
        to_text(finding.message),
        to_text(finding.expected),
        to_text(finding.found),
    )
