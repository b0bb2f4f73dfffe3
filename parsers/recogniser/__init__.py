"""One recogniser for every format: a document in, a report out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from disclosure.report import TABLES, Finding, Reading, Report, Severity, State, Status, Suggestion
from disclosure.rules import failures
from disclosure.rules.suspects import explain, imply
from disclosure.status import status_of
from parsers.document import Document
from parsers.recogniser.audit import audit
from parsers.recogniser.claims import compare
from parsers.recogniser.identity import identify_report
from parsers.recogniser.labelling import find_rows
from parsers.recogniser.mentions import find_mentions
from parsers.recogniser.proof import add_proven
from parsers.recogniser.sections import split_sections
from parsers.recogniser.tables import Recognised, recognise_tables

#: a document with fewer of the six headings and no statutory table is no report
_HEADINGS_OF_A_REPORT = 4


def recognise(document: Document, *, name: str = "") -> Report:
    """The report that a document holds.

    ``not_a_report`` when neither its headings nor its tables are those of the statutory form. Broken equations and
    whatever did not fit are findings; nothing printed is changed.
    """
    identity = identify_report(document, name=name)
    sections = split_sections(document.blocks)
    rows = find_rows(document.blocks)
    tables = recognise_tables(rows)
    add_proven(tables, document)
    found = [table for table, edition in tables.editions.items() if edition]
    numbers = {section.number for section in sections}
    report = Report(
        status=Status.NOT_A_REPORT,
        title=identity.title,
        agency=identity.agency,
        year=identity.year,
        scope=identity.scope,
        sections=sections,
        media_type=document.media_type,
        findings=document.findings,
    )
    if len(numbers) < _HEADINGS_OF_A_REPORT and not found:
        return report.with_findings(
            Finding("not_a_report", Severity.INFO, f"{len(numbers)} of 6 headings and no statutory table were found")
        )
    kind = identity.agency.kind if identity.agency else None
    readings = {**tables.cells, **tables.added}
    failed = failures(tables.editions, readings, kind, identity.year)
    broken, suggestions = explain(failed, tables.editions, readings)
    cells = _with_suggestions(tables.cells, {**suggestions, **_implied(tables)})
    mentions = find_mentions(sections, identity.year)
    absent = [table for table in ("active_disclosure", "applications", "disputes") if table not in found]
    findings = [
        *document.findings,
        *identity.findings,
        *tables.findings,
        *audit(document.blocks, rows, tables.told),
        *(Finding("table_missing", Severity.WARNING, f"no table of {table} was found") for table in absent),
        *broken,
        *compare(mentions, cells),
        *_count_gaps(cells),
    ]
    return replace(
        report,
        status=status_of(tables.editions, cells, failed),
        editions=tables.editions,
        cells=cells,
        mentions=mentions,
        findings=tuple(findings),
    )


def _implied(tables: Recognised) -> dict[str, Suggestion]:
    whole = all(reading.state is State.NUMBER for reading in tables.cells.values())
    return {} if whole else imply(tables.editions, tables.cells)


def _with_suggestions(cells: dict[str, Reading], suggestions: Mapping[str, Suggestion]) -> dict[str, Reading]:
    """The same readings, a suggestion beside those that have none of their own."""
    added = {
        address: cells[address]._replace(suggestion=suggestion)
        for address, suggestion in suggestions.items()
        if address in cells and cells[address].suggestion is None
    }
    return {**cells, **added} if added else cells


def _count_gaps(cells: Mapping[str, Reading]) -> list[Finding]:
    """One finding a table that has cells without a number, with how many of which state (rule F)."""
    gaps: dict[str, list[str]] = {}
    for address, reading in cells.items():
        if reading.state is not State.NUMBER:
            gaps.setdefault(address.partition(".")[0], []).append(address)
    findings = []
    for table in (table for table in TABLES if table in gaps):
        states = Counter(cells[address].state.value for address in gaps[table])
        told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        whole = sum(address.startswith(f"{table}.") for address in cells)
        message = f"{table}: {len(gaps[table])} of {whole} cells hold no number: {told}"
        findings.append(Finding("F", Severity.INFO, message, tuple(gaps[table])))
    return findings
