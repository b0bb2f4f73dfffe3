"""The capture log: one JSON line for each fetch, each judged link and each site. Read by the pipeline.

A line is flushed after the WARC record that it names, so a killed crawl leaves no line without its record. The line of
an article comes after those of its attachments, the line of a list after those of its articles: a list that stands in
the log with a fingerprint has been followed to its end, and one that does not is asked for again.
"""

import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field


class CaptureHeaders(BaseModel):
    """The response headers worth keeping beside the archive: validators for the next night, and the type."""

    model_config = ConfigDict(frozen=True)
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None


class Capture(BaseModel):
    """One fetch, or one refusal to fetch.

    ``sha256`` and ``byte_count`` are those of the body after content decoding. ``verdict``: robots, list,
    list_not_modified, article, attachment, not_modified, blocked:<kind>, gone, unreachable, refused_host,
    refused_address, refused_robots, partial, error, other (a page that its link left in doubt and that is
    no report). ``url`` is the address that was asked for; redirects stand in
    ``reasons``. ``fingerprint``: of a list all of whose reports were fetched.

    Verdict handed_over is that of a document that was not fetched but came by other means: ``source`` says how,
    ``stated_agency`` and ``stated_year`` whose it is and of which year as its giver says, ``fetched_at`` when it came.
    """

    model_config = ConfigDict(frozen=True)
    type: Literal["capture"] = "capture"
    site_code: str
    url: str
    fetched_at: datetime.datetime
    status: int | None = None
    headers: CaptureHeaders = Field(default_factory=CaptureHeaders)
    sha256: str | None = None
    byte_count: int | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    list_url: str | None = None
    article_url: str | None = None
    link_text: str | None = None
    published_date: datetime.date | None = None
    score: int | None = None
    reasons: tuple[str, ...] = ()
    verdict: str
    error: str | None = None
    fingerprint: str | None = None
    source: str | None = None
    stated_agency: str | None = None
    stated_year: int | None = None


class JudgedLink(BaseModel):
    """One link of a list and whether it was taken for a report."""

    model_config = ConfigDict(frozen=True)
    type: Literal["link"] = "link"
    site_code: str
    list_url: str
    url: str
    text: str
    published_date: datetime.date | None = None
    accepted: bool
    score: int
    reasons: tuple[str, ...] = ()


class SiteOutcome(BaseModel):
    """How the visit to a site ended. ``error`` of an ``ok`` site says what is left for the next night.

    ``requests`` are those of the whole visit; of them ``resumed`` were answered from what an earlier try had archived.
    """

    model_config = ConfigDict(frozen=True)
    type: Literal["site"] = "site"
    site_code: str
    outcome: Literal["ok", "failed"]
    error: str | None = None
    requests: int
    resumed: int = 0
    captures: int


class CaptureLog:
    """Writes the log, a flushed line at a time. Never appends to a file that is there already."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("x", encoding="utf-8")

    def write(self, line: Capture | JudgedLink | SiteOutcome) -> None:
        """Writes one line and flushes it."""
        self._file.write(line.model_dump_json() + "\n")
        self._file.flush()

    def __enter__(self) -> Self:
        """The log itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        """Closes the file."""
        self._file.close()
