"""Parsed documents into the warehouse: idempotent on natural keys, in any order, one transaction a batch of documents.

A parse is stored once with all its cells, sections, mentions and findings, so a parse that is there is complete;
loading it again adds nothing. Every document's parse is stored; only primary documents whose agency and year are known
become versions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, bindparam, func, or_, select, tuple_, update

from warehouse.batches import batched
from warehouse.bulk import append
from warehouse.engine import insert, writing
from warehouse.facts import CellIds, DocumentFacts, ParseFacts, RefusedDocumentError, ReportKey, Row, document_facts
from warehouse.rows import Counts, ParsedDocument
from warehouse.schema import (
    dim_agency,
    dim_cell,
    dim_document,
    dim_report,
    fact_cell,
    fact_finding,
    fact_mention,
    fact_parse,
    fact_section,
    fact_version,
)
from warehouse.seen import refresh_versions

BATCH = 200  #: documents a transaction: about 40,000 cells

_AGENCY_KEY = (dim_agency.c.division_code, dim_agency.c.site_code, dim_agency.c.kind, dim_agency.c.short_name)
_PARSE_KEY = (
    fact_parse.c.document_id,
    fact_parse.c.url,
    fact_parse.c.member,
    fact_parse.c.part,
    fact_parse.c.parser_version,
)


class LoadError(Exception):
    """Some documents were refused; all the others are stored. ``counts`` says what was stored."""

    def __init__(self, refused: list[str], counts: Counts) -> None:
        super().__init__(f"{len(refused)} document(s) refused, the others are stored: {' '.join(refused)}")
        self.refused = refused
        self.counts = counts


def load_documents(engine: Engine, night: date, documents: Iterable[ParsedDocument]) -> Counts:
    """Store documents with their reports; returns how many rows of each kind are new.

    ``night`` stands in for first and last seen of a document of which no capture is loaded. LoadError after the end
    when documents were refused, because a value can't be kept exactly or a cell stands in no form.
    """
    counts = Counter(dict.fromkeys(("documents", "reports", "versions", "parses", "cells", "findings"), 0))
    refused = []
    with engine.connect() as connection:
        with connection.begin():
            cells = _cell_ids(connection)
        for batch in batched(documents, BATCH):
            sound = []
            for document in batch:
                try:
                    sound.append(document_facts(document, cells))
                except RefusedDocumentError as error:
                    refused.append(str(error))
            if sound:
                with writing(connection):
                    counts.update(_store(connection, night, sound))
    if refused:
        raise LoadError(refused, dict(counts))
    return dict(counts)


def _cell_ids(connection: Connection) -> CellIds:
    rows = connection.execute(select(dim_cell.c.edition, dim_cell.c.address, dim_cell.c.cell_id))
    return {(edition, address): cell_id for edition, address, cell_id in rows}


def _store(connection: Connection, night: date, documents: list[DocumentFacts]) -> Counts:
    new_documents = _create(connection, dim_document, [each.document for each in documents], dim_document.c.document_id)
    document_ids = _ids(
        connection, dim_document.c.document_id, (dim_document.c.sha256,), {(each.sha256,) for each in documents}
    )
    report_ids, new_reports = _store_reports(connection, documents)
    counts = _store_parses(connection, documents, document_ids, report_ids)
    versions = [
        {
            "report_id": report_ids[parse.report],
            "document_id": document_ids[(document.sha256,)],
            "loaded_on": night,
            "first_seen": night,
            "last_seen": night,
            "published_date": document.published_date,
        }
        for document in documents
        for parse in document.parses
        if parse.report is not None and parse.row["is_primary"]
    ]
    new_versions = _store_versions(connection, versions)
    refresh_versions(connection, {document.sha256 for document in documents})
    return {**counts, "documents": len(new_documents), "reports": new_reports, "versions": new_versions}


def _store_reports(connection: Connection, documents: list[DocumentFacts]) -> tuple[dict[ReportKey | None, int], int]:
    """Report ids by report key (None for no report), and how many of them are new."""
    found = {(parse.report, parse.agency_name) for document in documents for parse in document.parses}
    named = sorted((report, name) for report, name in found if report is not None)
    names = tuple(column.name for column in _AGENCY_KEY)
    agencies = [{**dict(zip(names, report.agency, strict=True)), "name": name} for report, name in named]
    _store_agencies(connection, names, agencies)
    agency_ids = _ids(connection, dim_agency.c.agency_id, _AGENCY_KEY, {report.agency for report, _ in named})
    keys = {report: (agency_ids[report.agency], report.year) for report, _ in named}
    rows = [{"agency_id": agency_id, "reporting_year": year} for agency_id, year in sorted(keys.values())]
    created = _create(connection, dim_report, rows, dim_report.c.report_id)
    columns = (dim_report.c.agency_id, dim_report.c.reporting_year)
    report_ids = _ids(connection, dim_report.c.report_id, columns, set(keys.values()))
    return {report: report_ids[key] for report, key in keys.items()}, len(created)


def _store_agencies(connection: Connection, key: tuple[str, ...], rows: list[Row]) -> None:
    """The name shown is the longest spelling seen, the first by alphabet among equals, whatever came first."""
    if not rows:
        return
    statement = insert(connection, dim_agency)
    new, old = statement.excluded.name, dim_agency.c.name
    longer = func.length(new) > func.length(old)
    before = (func.length(new) == func.length(old)) & (new < old)
    connection.execute(
        statement.on_conflict_do_update(index_elements=key, set_={"name": new}, where=or_(longer, before)), rows
    )


def _store_parses(
    connection: Connection,
    documents: list[DocumentFacts],
    document_ids: dict[tuple[Any, ...], int],
    report_ids: dict[ReportKey | None, int],
) -> Counts:
    names = tuple(column.name for column in _PARSE_KEY)
    parses: dict[tuple[Any, ...], ParseFacts] = {}
    rows = []
    for document in documents:
        for parse in document.parses:
            row = {
                **parse.row,
                "document_id": document_ids[(document.sha256,)],
                "report_id": report_ids.get(parse.report),
            }
            rows.append(row)
            parses.setdefault(tuple(row[name] for name in names), parse)
    created = _create(connection, fact_parse, rows, fact_parse.c.parse_id, *_PARSE_KEY)
    new = [(parse_id, parses[tuple(key)]) for parse_id, *key in created]
    append(connection, fact_cell, ((parse_id, *cell) for parse_id, parse in new for cell in parse.cells))
    append(connection, fact_section, ((parse_id, *section) for parse_id, parse in new for section in parse.sections))
    append(connection, fact_mention, ((parse_id, *mention) for parse_id, parse in new for mention in parse.mentions))
    append(connection, fact_finding, ((parse_id, *finding) for parse_id, parse in new for finding in parse.findings))
    _mark_primary(connection, names, [row for row in rows if row["is_primary"]])
    return {
        "parses": len(new),
        "cells": sum(len(parse.cells) for _, parse in new),
        "findings": sum(len(parse.findings) for _, parse in new),
    }


def _mark_primary(connection: Connection, names: tuple[str, ...], rows: list[Row]) -> None:
    """Once primary, always primary: a later load that judges otherwise takes no version away."""
    if rows:
        statement = update(fact_parse).values(is_primary=True).where(~fact_parse.c.is_primary)
        for name in names:
            statement = statement.where(fact_parse.c[name] == bindparam(f"key_{name}"))
        connection.execute(statement, [{f"key_{name}": row[name] for name in names} for row in rows])


def _store_versions(connection: Connection, rows: list[Row]) -> int:
    created = _create(connection, fact_version, rows, fact_version.c.version_id)
    for name in ("loaded_on", "published_date"):  # the earliest that any load told
        column = fact_version.c[name]
        earlier = [
            {"report": row["report_id"], "document": row["document_id"], "told": row[name]} for row in rows if row[name]
        ]
        if earlier:
            statement = update(fact_version).values({name: bindparam("told")})
            connection.execute(
                statement.where(
                    fact_version.c.report_id == bindparam("report"),
                    fact_version.c.document_id == bindparam("document"),
                    or_(column.is_(None), column > bindparam("told")),
                ),
                earlier,
            )
    return len(created)


def _create(connection: Connection, table: Table, rows: list[Row], *returning: Column[Any]) -> list[Any]:
    """Insert the rows whose key is not there yet; returns these columns of the new ones."""
    if not rows:
        return []
    return list(connection.execute(insert(connection, table).on_conflict_do_nothing().returning(*returning), rows))


def _ids(
    connection: Connection, identity: Column[int], key: tuple[Column[Any], ...], wanted: set[tuple[Any, ...]]
) -> dict[tuple[Any, ...], int]:
    """Ids by natural key."""
    rows = connection.execute(select(identity, *key).where(tuple_(*key).in_(sorted(wanted))))
    return {tuple(values): number for number, *values in rows}
