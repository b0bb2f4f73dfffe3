"""What came of a request."""

import datetime
import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from crawler.archive import DATE, ArchivedRecord
from crawler.capture import CaptureHeaders
from crawler.conditions import WALL_STATUSES, is_page, says_busy, says_gone, sent_away, wall
from crawler.encoding import decode_page
from crawler.urls import join


@dataclass(frozen=True)
class Answer:
    """What came of asking for ``url``. ``status`` is None when nothing was answered or asked; ``error`` says why.

    ``refusal``: refused_host, refused_address or refused_robots. ``host_waits``: its robots.txt can't be read or its
    name leads nowhere public, or it asks for a long pause, so it is left alone this night. ``retry_after``: the header.
    """

    url: str
    final_url: str
    fetched_at: datetime.datetime
    status: int | None = None
    headers: CaptureHeaders = field(default_factory=CaptureHeaders)
    body: bytes = b""
    location: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    is_partial: bool = False
    refusal: str | None = None
    error: str | None = None
    host_waits: bool = False
    is_too_large: bool = False
    retry_after: str | None = None
    hops: tuple[str, ...] = ()

    @cached_property
    def sha256(self) -> str | None:
        """Of the body after content decoding; None when there is none."""
        return hashlib.sha256(self.body).hexdigest() if self.body else None

    @cached_property
    def text(self) -> str:
        """The page's text when the body is a web page, else empty."""
        content_type = self.headers.content_type or ""
        return decode_page(self.body, content_type) if is_page(self.body, content_type) else ""

    @cached_property
    def listing(self) -> str:
        """What a family can read of a list: the page's text, or the JSON that a list's own program asks for."""
        is_json = self.body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
        return decode_page(self.body, self.headers.content_type or "") if is_json else self.text

    @property
    def is_failed(self) -> bool:
        """Whether the server failed or refused us, as against saying something about the page."""
        if self.refusal is not None or self.is_too_large:
            return False
        return self.status is None or self.status in (401, 403, 429) or self.status >= 500 or says_busy(self.text)

    @property
    def is_transient(self) -> bool:
        """Whether asking again later may go well."""
        if self.refusal is not None or self.status in WALL_STATUSES:
            return self.host_waits
        if self.is_too_large:
            return False
        is_busy = self.status is None or self.status == 429 or self.status >= 500 or says_busy(self.text)
        return is_busy or self.is_partial


def answer_of(url: str, warc_file: str, record: ArchivedRecord) -> Answer:
    """What an archived response says to who asked for ``url``: the same tonight and when it is read back."""
    lookup = {name.lower(): value for name, value in record.headers}
    location = None
    if record.status in range(300, 400) and record.status != 304 and "location" in lookup:
        # One that is no web address is kept as it stands, for the log to say why it was not followed.
        location = join(url, lookup["location"]) or lookup["location"]
    return Answer(
        url=url,
        final_url=url,
        fetched_at=datetime.datetime.strptime(record.date, DATE).replace(tzinfo=datetime.UTC),
        status=record.status,
        headers=CaptureHeaders(
            etag=lookup.get("etag"),
            last_modified=lookup.get("last-modified"),
            content_type=lookup.get("content-type"),
        ),
        body=record.payload,
        location=location,
        retry_after=lookup.get("retry-after"),
        warc_file=warc_file,
        warc_offset=record.offset,
        is_partial=record.is_truncated,
        error="the answer was cut short" if record.is_truncated else None,
    )


def problem_of(answer: Answer) -> tuple[str, str] | None:
    """Verdict and plain cause when an answer is not the page asked for."""
    if answer.refusal is not None:
        return answer.refusal, answer.error or answer.refusal
    if answer.status is None:
        return "unreachable", answer.error or "no answer"
    if kind := wall(answer.status, answer.text):
        return f"blocked:{kind}", f"the site puts up a wall against programs ({kind}); it is left alone"
    if answer.hops and (reason := sent_away(answer.final_url)):
        return "gone", reason
    if answer.status in (404, 410):
        return "gone", f"there is no such page (HTTP {answer.status})"
    if answer.status != 200:
        return "error", f"HTTP {answer.status}" + (f": {answer.error}" if answer.host_waits else "")
    if reason := says_gone(answer.body, answer.text):
        return "gone", reason
    if says_busy(answer.text):
        return "error", "the page says that the site can't be had now"
    return None
