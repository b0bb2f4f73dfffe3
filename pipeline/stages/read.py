"""read: the documents that are due, from the archive through the parsers, to a file of parsed documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import layout
from pipeline.errors import StageError
from pipeline.recording import recorded
from pipeline.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from disclosure.report import Report
    from pipeline.workers import ParserWorker
    from warehouse.ledger import DueDocument, Rendition
    from warehouse.rows import ParsedDocument


def run(settings: Settings, night: date, shard: str) -> dict[str, int]:
    """Parse what this parser version has not read yet; StageError when archived bytes are not what was captured.

    A document that can't be understood is parsed too: its report says ``unreadable`` or ``not_a_report``, and why.
    """
    from crawler.plan import Plan
    from parsers import PARSER_VERSION
    from warehouse.ledger import documents_due

    with recorded(settings, "read", night, shard) as (engine, counts):
        plan = Plan.read(layout.plan_file(settings.archive, night, shard))
        codes = None if shard == layout.HANDED_OVER else [each.site.code for each in plan.sites]
        due = documents_due(engine, PARSER_VERSION, night, codes)
        read_documents(settings, engine, due, layout.parsed_file(settings.archive, night, shard), counts)
    return counts


def read_documents(
    settings: Settings, engine: Engine, due: list[DueDocument], target: Path, counts: dict[str, int]
) -> None:
    """Parse what is due into a file of parsed documents; StageError at the end when some could not be had."""
    from parsers import PARSER_VERSION
    from pipeline.parsed import write_parsed
    from warehouse.ledger import renditions

    earlier = renditions(engine, PARSER_VERSION, [_article(document) for document in due])
    counts.update(documents=0, lost=0, reports=0)
    lost: list[str] = []
    write_parsed(target, _counted(_parse_all(settings, due, earlier, lost), counts))
    counts["lost"] = len(lost)
    if lost:
        raise StageError(f"{len(lost)} of {len(due)} documents could not be had from the archive: {' '.join(lost)}")


def _article(due: DueDocument) -> str:
    return due.article_url or due.url


def _parse_all(
    settings: Settings, due: list[DueDocument], earlier: list[Rendition], lost: list[str]
) -> Iterator[ParsedDocument]:
    """The documents of one article after another, so that few are held at a time; adds to ``lost``."""
    from pipeline.renditions import mark_primary
    from pipeline.workers import ParserWorker

    before: defaultdict[str, list[Rendition]] = defaultdict(list)
    for each in earlier:
        before[each.article_url].append(each)
    with ParserWorker() as worker:
        for article, documents in groupby(sorted(due, key=_article), key=_article):
            parsed = []
            for document in documents:
                try:
                    parsed.append(_parse(settings, document, worker))
                except StageError as error:
                    lost.append(str(error))
            yield from mark_primary(parsed, before[article])


def _counted(documents: Iterable[ParsedDocument], counts: dict[str, int]) -> Iterator[ParsedDocument]:
    for document in documents:
        counts["documents"] += 1
        for report in document.reports:
            counts["reports"] += 1
            counts[report.status.value] = counts.get(report.status.value, 0) + 1
        yield document


def _parse(settings: Settings, due: DueDocument, worker: ParserWorker) -> ParsedDocument:
    from parsers import PARSER_VERSION
    from pipeline.stated import Stated, complete
    from warehouse.rows import ParsedDocument

    payload = _payload(settings, due)
    reports = [narrow(each, due.site_code) for each in worker.parse(payload, name=due.link_text or "", url=due.url)]
    if due.stated_agency or due.stated_year:
        stated = Stated(due.stated_agency, due.stated_year, due.site_code)
        reports = [complete(report, stated) for report in reports]
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
        reports=reports,
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


def narrow(report: Report, site_code: str) -> Report:
    """A name such as 教育局 means an agency of the division whose site carries it."""
    from disclosure.agencies import resolve

    return replace(report, agency=resolve(report.agency, site_code)) if report.agency else report
