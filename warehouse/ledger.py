"""What is known, and what is due: the questions that a night's plan and its reading ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, func, select

from warehouse.batches import batched
from warehouse.schema import dim_agency, dim_document, dim_report, fact_parse, log_capture, log_link, log_reading
from warehouse.seen import BODY_VERDICTS, DOCUMENT_VERDICTS, HANDED_OVER

BATCH = 400  #: addresses a query


@dataclass(frozen=True, slots=True)
class KnownUrl:
    """Validators and hash of the latest good capture of a URL; ``kind`` is list, article or attachment."""

    etag: str | None
    last_modified: str | None
    sha256: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class ListState:
    """``fingerprint`` of the latest reading of a list page, and how many judged links it held."""

    fingerprint: str | None
    links: int


@dataclass(frozen=True, slots=True)
class DueDocument:
    """An archived document that a parser version has not read yet; of several captures, the earliest."""

    sha256: str
    url: str
    article_url: str | None
    link_text: str | None
    published_date: str | None
    site_code: str
    warc_file: str
    warc_offset: int
    content_type: str | None
    stated_agency: str | None = None  #: what the giver of a document says that was handed over
    stated_year: int | None = None


@dataclass(frozen=True, slots=True)
class Rendition:
    """What was read of a report at one URL: the page of an article, or a file that hangs on it (``article_url``)."""

    article_url: str
    url: str
    media_type: str
    short_name: str  #: of the agency
    year: int
    numbers: int  #: cells that hold a number


def known_urls(engine: Engine, site_code: str) -> dict[str, KnownUrl]:
    """By URL, every page and document of a site that was captured with a body."""
    captures = (
        select(log_capture)
        .where(log_capture.c.site_code == site_code, log_capture.c.verdict.in_(("list", *DOCUMENT_VERDICTS)))
        .order_by(log_capture.c.fetched_at, log_capture.c.capture_id)
    )
    with engine.connect() as connection:
        return {
            row.url: KnownUrl(row.etag, row.last_modified, row.sha256, row.verdict)
            for row in connection.execute(captures)
        }


def list_states(engine: Engine, site_code: str) -> dict[str, ListState]:
    """By URL, every list page of a site."""
    readings = (
        select(log_capture.c.url, log_capture.c.fingerprint, log_capture.c.night)
        .where(log_capture.c.site_code == site_code, log_capture.c.verdict == "list")
        .order_by(log_capture.c.fetched_at, log_capture.c.capture_id)
    )
    held = (
        select(log_link.c.list_url, log_reading.c.read_on, func.count().label("links"))
        .join_from(log_link, log_reading)
        .where(log_link.c.site_code == site_code)
        .group_by(log_link.c.list_url, log_reading.c.read_on)
        .order_by(log_reading.c.read_on)
    )
    with engine.connect() as connection:
        links = {row.list_url: row.links for row in connection.execute(held)}  # those of the last night with links
        return {row.url: ListState(row.fingerprint, links.get(row.url, 0)) for row in connection.execute(readings)}


def accepted_links(engine: Engine, site_code: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """By list page, the addresses that its latest reading took for reports, each with its rows: text, space, date."""
    latest = (
        select(log_link.c.list_url, func.max(log_reading.c.read_on).label("read_on"))
        .join_from(log_link, log_reading)
        .where(log_link.c.site_code == site_code)
        .group_by(log_link.c.list_url)
        .subquery()
    )
    held = (
        select(log_link)
        .join_from(log_link, log_reading)
        .join(latest, (latest.c.list_url == log_link.c.list_url) & (latest.c.read_on == log_reading.c.read_on))
        .where(log_link.c.site_code == site_code, log_link.c.accepted)
        .order_by(log_link.c.list_url, log_link.c.url, log_link.c.text)
    )
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    with engine.connect() as connection:
        for row in connection.execute(held):
            rows = found.setdefault(row.list_url, {})
            printed = f"{row.text} {row.published_date.isoformat() if row.published_date else ''}"
            rows[row.url] = (*rows.get(row.url, ()), printed)
    return found


def documents_due(
    engine: Engine, parser_version: str, night: date, site_codes: Collection[str] | None
) -> list[DueDocument]:
    """Documents of these sites, captured up to that night, that this parser version has not read; ordered by URL.

    Without sites: those that were handed over, of whatever site.

    The same body at two URLs is due twice: hints (link text, article) differ, and so may what is read.
    """
    rank = func.row_number().over(
        partition_by=(log_capture.c.sha256, log_capture.c.url),
        order_by=(log_capture.c.fetched_at, log_capture.c.warc_file, log_capture.c.warc_offset),
    )
    captures = (
        select(log_capture, rank.label("rank"))
        .where(
            log_capture.c.verdict == HANDED_OVER
            if site_codes is None
            else log_capture.c.site_code.in_(sorted(site_codes)) & log_capture.c.verdict.in_(BODY_VERDICTS),
            log_capture.c.night <= night,
            log_capture.c.sha256.is_not(None),
            log_capture.c.warc_file.is_not(None),
        )
        .subquery()
    )
    parsed = (
        select(fact_parse.c.parse_id)
        .join_from(fact_parse, dim_document)
        .where(
            dim_document.c.sha256 == captures.c.sha256,
            fact_parse.c.url == captures.c.url,
            fact_parse.c.parser_version == parser_version,
        )
    )
    due = (
        select(captures)
        .where(captures.c.rank == 1, ~parsed.exists())
        .order_by(captures.c.site_code, captures.c.url, captures.c.sha256)
    )
    with engine.connect() as connection:
        return [
            DueDocument(
                sha256=row.sha256,
                url=row.url,
                article_url=row.article_url,
                link_text=row.link_text,
                published_date=row.published_date.isoformat() if row.published_date else None,
                site_code=row.site_code,
                warc_file=row.warc_file,
                warc_offset=row.warc_offset,
                content_type=row.content_type,
                stated_agency=row.stated_agency,
                stated_year=row.stated_year,
            )
            for row in connection.execute(due)
        ]


def renditions(engine: Engine, parser_version: str, article_urls: Collection[str]) -> list[Rendition]:
    """What this parser version has read of the reports of these articles; ordered by URL."""
    article = func.coalesce(fact_parse.c.article_url, fact_parse.c.url)
    read = (
        select(fact_parse.c.url, dim_document.c.media_type, dim_agency.c.short_name, dim_report.c.reporting_year)
        .add_columns(article.label("article"), fact_parse.c.number_count)
        .join_from(fact_parse, dim_document)
        .join(dim_report, fact_parse.c.report_id == dim_report.c.report_id)
        .join(dim_agency)
        .where(fact_parse.c.parser_version == parser_version)
        .order_by(fact_parse.c.url, fact_parse.c.parse_id)
    )
    with engine.connect() as connection:
        return [
            Rendition(row.article, row.url, row.media_type, row.short_name, row.reporting_year, row.number_count)
            for batch in batched(sorted(set(article_urls)), BATCH)
            for row in connection.execute(read.where(article.in_(batch)))
        ]


def handed_over(engine: Engine) -> set[tuple[str, str]]:
    """URL and sha256 of every document that was handed over."""
    rows = select(log_capture.c.url, log_capture.c.sha256).where(log_capture.c.verdict == HANDED_OVER)
    with engine.connect() as connection:
        return {(row.url, row.sha256) for row in connection.execute(rows)}
