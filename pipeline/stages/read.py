"""read: the documents that are due, from the archive through the parsers, to a file of parsed documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from pipeline import layout
from pipeline.errors import StageError
from pipeline.recording import recorded
from pipeline.settings import Settings

if TYPE_CHECKING:
    from disclosure.report import Report
    from pipeline.workers import ParserWorker
    from warehouse.ledger import DueDocument
    from warehouse.rows import ParsedDocument


def run(settings: Settings, night: date, shard: str) -> dict[str, int]:
    """Parse what this parser version has not read yet; StageError when archived bytes are not what was captured.

    A document that can't be understood is parsed too: its report says ``unreadable`` or ``not_a_report``, and why.
    """
    from crawler.plan import Plan
    from parsers import PARSER_VERSION
    from pipeline.parsed import write_parsed
    from pipeline.renditions import mark_primary
    from pipeline.workers import ParserWorker
    from warehouse.ledger import documents_due, renditions

    with recorded(settings, "read", night, shard) as (engine, counts):
        plan = Plan.read(layout.plan_file(settings.archive, night, shard))
        due = documents_due(engine, PARSER_VERSION, night, [each.site.code for each in plan.sites])
        parsed, lost = [], []
        with ParserWorker() as worker:
            for document in due:
                try:
                    parsed.append(_parse(settings, document, worker))
                except StageError as error:
                    lost.append(str(error))
        earlier = renditions(engine, PARSER_VERSION, [document.article_url or document.url for document in parsed])
        write_parsed(layout.parsed_file(settings.archive, night, shard), mark_primary(parsed, earlier))
        reports = [report for document in parsed for report in document.reports]
        counts.update(documents=len(parsed), lost=len(lost), reports=len(reports))
        for report in reports:
            counts[report.status.value] = counts.get(report.status.value, 0) + 1
        if lost:
            raise StageError(f"{len(lost)} of {len(due)} documents could not be had from the archive: {' '.join(lost)}")
    return counts


def _parse(settings: Settings, due: DueDocument, worker: ParserWorker) -> ParsedDocument:
    from parsers import PARSER_VERSION
    from warehouse.rows import ParsedDocument

    payload = _payload(settings, due)
    reports = worker.parse(payload, name=due.link_text or "", url=due.url)
    return ParsedDocument(
        sha256=due.sha256,
        media_type=reports[0].media_type if reports else due.content_type or "",
        byte_count=len(payload),
        url=due.url,
        article_url=due.article_url,
        site_code=due.site_code,
        link_text=due.link_text,
        published_date=due.published_date,
        parser_version=PARSER_VERSION,
        reports=[_narrow(report, due.site_code) for report in reports],
    )


def _payload(settings: Settings, due: DueDocument) -> bytes:
    """The archived body, proved to be the one that was captured."""
    from crawler.archive import ArchiveError, read_payload

    try:
        payload = read_payload(settings.archive, due.warc_file, due.warc_offset)
    except ArchiveError as error:
        raise StageError(str(error)) from error
    found = sha256(payload).hexdigest()
    if found != due.sha256:
        raise StageError(f"{due.warc_file} at byte {due.warc_offset} holds sha256 {found}, captured was {due.sha256}.")
    return payload


def _narrow(report: Report, site_code: str) -> Report:
    """A name such as 教育局 means an agency of the division whose site carries it."""
    from disclosure.agencies import resolve

    return replace(report, agency=resolve(report.agency, site_code)) if report.agency else report
