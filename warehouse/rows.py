"""What pipeline hands to the warehouse: captures, links and parsed documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from disclosure.report import Report

#: Newly created rows by kind: captures, links, documents, reports, versions, parses, cells, findings.
Counts = dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow:
    """One fetch, as the crawler logged it.

    ``fetched_at`` is ISO 8601 UTC, ``published_date`` is YYYY-MM-DD; ``sha256`` is that of the body after content
    decoding. ``fingerprint`` sums up the judged links of a list page; two equal ones say that nothing changed.
    """

    site_code: str
    url: str
    fetched_at: str
    verdict: str
    status: int | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)  #: etag, last_modified, content_type
    sha256: str | None = None
    byte_count: int | None = None
    warc_file: str | None = None  #: relative to the archive
    warc_offset: int | None = None
    list_url: str | None = None
    article_url: str | None = None  #: the article that an attachment hangs on
    link_text: str | None = None
    published_date: str | None = None
    score: float | None = None
    reasons: tuple[str, ...] = ()
    error: str | None = None
    fingerprint: str | None = None
    source: str | None = None  #: how a document came that was handed over
    stated_agency: str | None = None  #: what its giver says
    stated_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One judged link of a list page, accepted or not."""

    site_code: str
    list_url: str
    url: str
    text: str
    accepted: bool
    published_date: str | None = None
    score: float | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """One document and what a parser version made of it.

    ``primary`` marks the rendition that speaks for its article: only primary documents become versions of a report.
    """

    sha256: str
    media_type: str
    byte_count: int
    url: str
    site_code: str
    parser_version: str
    reports: list[Report]
    article_url: str | None = None
    link_text: str | None = None
    published_date: str | None = None
    primary: bool = True
