"""Writes down what came of each request: capture, judged link and outcome lines of one site."""

import logging
from dataclasses import dataclass
from typing import Literal

from crawler.answer import Answer
from crawler.capture import Capture, CaptureHeaders, CaptureLog, JudgedLink, SiteOutcome
from crawler.families import Link
from crawler.links import Decision
from crawler.site import Site

logger = logging.getLogger("gongkai")


@dataclass(frozen=True)
class Found:
    """How a document was found; the same for an article and its attachments."""

    list_url: str
    link: Link
    decision: Decision


class Recorder:
    """The capture log as one site's visit sees it."""

    def __init__(self, site_code: str, log: CaptureLog) -> None:
        self._site_code = site_code
        self._log = log
        self._captures = 0

    def robots(self, answer: Answer) -> None:
        """The answer to a robots.txt."""
        self.capture(answer, answer.refusal or ("unreachable" if answer.status is None else "robots"))

    def link(self, list_url: str, link: Link, decision: Decision) -> None:
        """A link of a list, taken for a report or not."""
        self._log.write(
            JudgedLink(
                site_code=self._site_code,
                list_url=list_url,
                url=link.url,
                text=link.text,
                published_date=link.date,
                accepted=decision.accepted,
                score=decision.score,
                reasons=decision.reasons,
            )
        )

    def capture(
        self,
        answer: Answer,
        verdict: str,
        found: Found | None = None,
        *,
        headers: CaptureHeaders | None = None,
        error: str | None = None,
        fingerprint: str | None = None,
        list_url: str | None = None,
        article_url: str | None = None,
        link_text: str | None = None,
        reasons: tuple[str, ...] = (),
    ) -> None:
        """One answer with its verdict; ``headers`` stand in for the answer's own."""
        hops = tuple(f"sent on to {hop}" for hop in answer.hops)
        self._captures += 1
        self._log.write(
            Capture(
                site_code=self._site_code,
                url=answer.url,
                fetched_at=answer.fetched_at,
                status=answer.status,
                headers=headers or answer.headers,
                sha256=answer.sha256,
                byte_count=len(answer.body) if answer.warc_file else None,
                warc_file=answer.warc_file,
                warc_offset=answer.warc_offset,
                list_url=found.list_url if found else list_url,
                article_url=article_url,
                link_text=found.link.text if found else link_text,
                published_date=found.link.date if found else None,
                score=found.decision.score if found else None,
                reasons=(*(found.decision.reasons if found else ()), *hops, *reasons),
                verdict=verdict,
                error=error or answer.error,
                fingerprint=fingerprint,
            )
        )

    def outcome(self, site: Site, *, is_failure: bool, error: str | None, requests: int, resumed: int) -> None:
        """How the visit ended, in the log and on the terminal."""
        outcome: Literal["ok", "failed"] = "failed" if is_failure else "ok"
        self._log.write(
            SiteOutcome(
                site_code=self._site_code,
                outcome=outcome,
                error=error,
                requests=requests,
                resumed=resumed,
                captures=self._captures,
            )
        )
        level = logging.ERROR if is_failure else logging.INFO
        kept = f" ({resumed} of them from an earlier try)" if resumed else ""
        counts = f"{requests} requests{kept}, {self._captures} captures"
        logger.log(level, "%s %s: %s, %s%s", site.code, site.name, outcome, counts, f": {error}" if error else "")


def without_validators(answer: Answer) -> CaptureHeaders:
    """Headers that make the next night ask for the page anew."""
    return CaptureHeaders(content_type=answer.headers.content_type)
