"""One recogniser for every format: a document in, a report out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from disclosure.report import TABLES, Finding, Reading, Report, Severity, State, Status, Suggestion
from disclosure.rules import failures
from disclosure.rules.suspects import explain, imply
from disclosure.status import status_of
from parsers.document import Block, Document
from parsers.recogniser.arrangement import arrange
from parsers.recogniser.audit import audit
from parsers.recogniser.claims import compare
from parsers.recogniser.foreign_tables import add_missing
from parsers.recogniser.identity import Identity, identify_report
from parsers.recogniser.labelling import find_rows
from parsers.recogniser.mentions import find_mentions
from parsers.recogniser.narrative import EDITION as NARRATIVE
from parsers.recogniser.narrative import judge
from parsers.recogniser.other_years import keep_year
from parsers.recogniser.parts import split_reports
from parsers.recogniser.proof import add_proven
from parsers.recogniser.rows import Tables
from parsers.recogniser.sections import split_sections
from parsers.recogniser.sheets import keep_year as keep_sheets
from parsers.recogniser.sheets import newest_first, without_examples
from parsers.recogniser.statistics import recognise_statistics
from parsers.recogniser.statistics.paragraphs import with_grids
from parsers.recogniser.statistics.title import with_table_title
from parsers.recogniser.statistics.unknown import LAYOUT_UNKNOWN, unknown_layouts
from parsers.recogniser.tables import Recognised, recognise_tables

#: findings that another arrangement of the tables may spare
_UNREAD = frozenset(("slots_ambiguous", "unknown_row", "row_repeated", "edition_unknown"))


def recognise_all(document: Document, *, name: str = "", url: str = "") -> list[Report]:
    """The reports that a document holds, at least one; ``part`` counts them from 1."""
    parts = split_reports(without_examples(document))
    reports = [recognise(part, name=name, url=url) for part in parts]
    return [reports[0], *(replace(report, part=number) for number, report in enumerate(reports[1:], start=2))]


def recognise(document: Document, *, name: str = "", url: str = "") -> Report:
    """The report that a document holds.

    ``not_a_report`` when neither tables nor headings nor title and prose are those of a report. Broken equations and
    whatever did not fit are findings; nothing printed is changed.
    """
    gridded = with_grids(document.blocks)
    if gridded is not document.blocks:
        document = replace(document, blocks=gridded)
    identity = identify_report(document, name=name, url=url)
    if identity.year is None and (turned := newest_first(document)) is not document:
        identity = identify_report(turned, name=name, url=url)
    sheets = keep_sheets(document, identity.year)
    document = sheets.document
    statistics = recognise_statistics(document.blocks, identity.year)
    identity = with_table_title(identity, statistics.title, document, name, url)
    own = keep_year(statistics.rest, identity.year)
    blocks, rows, tables = _read_tables(own.blocks)
    tables.findings += [*sheets.findings, *own.findings]
    statistics.add_to(tables)
    add_proven(tables, document)
    add_missing(tables, [*sheets.left_out, *own.left_out])
    layout = judge(document, identity, split_sections(document.blocks), tables)
    report = Report(
        status=Status.NOT_A_REPORT,
        title=identity.title,
        agency=identity.agency,
        year=identity.year,
        scope=identity.scope,
        sections=layout.sections,
        media_type=document.media_type,
        findings=document.findings,
    )
    known = any(tables.editions.values()) or any(finding.rule == LAYOUT_UNKNOWN for finding in layout.findings)
    strange = () if known else unknown_layouts(statistics.rest)
    if not layout.is_report:
        return report.with_findings(*statistics.findings, *strange, *layout.findings)
    kind = identity.agency.kind if identity.agency else None
    readings = {**tables.cells, **tables.added}
    failed = failures(tables.editions, readings, kind, identity.year)
    broken, suggestions = explain(failed, tables.editions, readings)
    gaps = _gaps(tables.cells)
    implied = imply(tables.editions, tables.cells) if gaps else {}
    cells = _with_suggestions(tables.cells, {**suggestions, **implied})
    mentions = find_mentions(layout.sections, identity.year, identity.agency.name if identity.agency else "")
    findings = [
        *document.findings,
        *identity.findings,
        *_unidentified(identity),
        *tables.findings,
        *layout.findings,
        *strange,
        *audit(blocks, rows, tables.told),
        *broken,
        *compare(mentions, cells),
        *_count_gaps(cells, gaps),
    ]
    narrative = dict.fromkeys(TABLES[:3], NARRATIVE) if layout.narrative and not strange else {}
    return replace(
        report,
        status=status_of(tables.editions, cells, failed),
        editions={**tables.editions, **narrative},
        cells=cells,
        mentions=mentions,
        findings=tuple(findings),
    )


def _read_tables(blocks: Sequence[Block]) -> tuple[Sequence[Block], Tables, Recognised]:
    """The tables as they stand or, where cells are left without a place, as ``arrange`` sets them, if more is found so.

    Returns the blocks that were read, their rows, and what was made of them.
    """
    rows = find_rows(blocks)
    tables = recognise_tables(rows)
    if all(tables.editions[name] for name in TABLES[:3]) and not any(each.rule in _UNREAD for each in tables.findings):
        return blocks, rows, tables
    arranged, done = arrange(blocks)
    if not done:
        return blocks, rows, tables
    again = find_rows(arranged)
    better = recognise_tables(again)
    if _slots_found(better) <= _slots_found(tables):
        return blocks, rows, tables
    better.findings += done
    return arranged, again, better


def _unidentified(identity: Identity) -> list[Finding]:
    """What is told of a report of which nothing says whose, or of which year, it is."""
    lacking = [name for name in ("agency", "year") if getattr(identity, name) is None]
    told = {finding.rule.partition("_")[0] for finding in identity.findings}
    return [
        Finding(f"{name}_unknown", Severity.WARNING, f"nothing in the report says of which {name} it is")
        for name in lacking
        if name not in told
    ]


def _slots_found(tables: Recognised) -> int:
    return sum(reading.state not in (State.MISSING, State.UNREADABLE) for reading in tables.cells.values())


def _gaps(cells: Mapping[str, Reading]) -> list[str]:
    """Addresses of the cells without a number."""
    number = State.NUMBER
    return [address for address, reading in cells.items() if reading.state is not number]


def _with_suggestions(cells: dict[str, Reading], suggestions: Mapping[str, Suggestion]) -> dict[str, Reading]:
    """The same readings, a suggestion beside those that have none of their own."""
    added = {
        address: cells[address]._replace(suggestion=suggestion)
        for address, suggestion in suggestions.items()
        if address in cells and cells[address].suggestion is None
    }
    return {**cells, **added} if added else cells


def _count_gaps(cells: Mapping[str, Reading], addresses: Sequence[str]) -> list[Finding]:
    """One finding a table that has cells without a number, with how many of which state (rule F)."""
    gaps: dict[str, list[str]] = {}
    for address in addresses:
        gaps.setdefault(address.partition(".")[0], []).append(address)
    findings = []
    for table in (table for table in TABLES if table in gaps):
        states = Counter(cells[address].state.value for address in gaps[table])
        told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        whole = sum(address.startswith(f"{table}.") for address in cells)
        message = f"{table}: {len(gaps[table])} of {whole} cells hold no number: {told}"
        findings.append(Finding("F", Severity.INFO, message, tuple(gaps[table])))
    return findings
