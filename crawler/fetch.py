"""One site's requests, one after the other, within the rules of conduct.

Registry hosts only, robots obeyed, redirects followed only within the site's hosts, one repetition of a failed or torn
answer, a limit a night, everything archived. Delays between requests are Scrapy's own, by real host.
"""

import datetime
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from scrapy import exceptions
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.addresses import objection
from crawler.answer import Answer, answer_of
from crawler.archive import DATE, ArchivedRecord, ArchiveWriter
from crawler.conditions import jump
from crawler.connect import AddressRefusedError
from crawler.pace import MAX_WAIT, HostPauses, PlatformPace, seconds_asked_for
from crawler.plan import KnownUrl, SitePlan
from crawler.requests import request_of
from crawler.resume import KeptAnswers, asked_by
from crawler.robots import RobotsPolicy, policy_of
from crawler.site import EXAMPLE_SUFFIX
from crawler.urls import host_of, is_home

MAX_HOPS = 5  # redirects followed for one address (RFC 9309 names five for robots.txt)
MAX_ERRORS = 5  # failed requests in a row after which a site is left alone
MAX_DELAY = 60.0  # seconds that a host's delay is doubled up to when it asks us to slow down
SLOW_DOWN = (429, 503)


class SiteStoppedError(Exception):
    """The visit ends here for tonight. ``is_failure`` is False where it merely goes on the next night."""

    def __init__(self, reason: str, *, is_failure: bool = True) -> None:
        super().__init__(reason)
        self.is_failure = is_failure


class Fetcher:
    """Asks one site. ``requests`` counts every request of the visit, robots.txt and redirects too.

    ``resumed`` counts those of them that were answered from the archive, because an earlier try of this visit had sent
    them before it was cut short.
    """

    def __init__(
        self,
        entry: SitePlan,
        crawler: Crawler,
        archive: ArchiveWriter,
        kept: KeptAnswers,
        pace: PlatformPace,
        connect_to: dict[str, str],
        on_robots: Callable[[Answer], None],
    ) -> None:
        self.site = entry.site
        self.requests = 0
        self.resumed = 0
        self.errors_in_a_row = 0
        self._crawler = crawler
        self._archive = archive
        self._kept = kept
        self._resumes = entry.resumes
        self._answered_at = _now()
        self._pace = pace
        self._pauses = HostPauses()
        self._connect_to = connect_to
        self._on_robots = on_robots
        self._policies: dict[str, RobotsPolicy | Answer] = {}  # an answer: why the host is left alone this night

    async def fetch(self, url: str, known: KnownUrl | None = None, referer: str | None = None) -> Answer:
        """Asks for an address (see ``crawler.requests``), with the validators of ``known``.

        ``referer``: the page that led there, for scripts that demand it. Raises SiteStoppedError at the night's limit.
        """
        hops: list[str] = []
        current = url
        while True:
            answer = await self._refuse(current) or await self._ask(current, known, referer)
            answer = replace(answer, url=url, final_url=current, hops=tuple(hops))
            target = self._sent_on_to(answer)
            if target is None or len(hops) == MAX_HOPS:
                return answer
            hops.append(target)
            if self._objection(target) is None and is_home(target) and not is_home(url):
                # The front page tells nothing about the page asked for, so it isn't fetched.
                return replace(answer, final_url=target, hops=tuple(hops))
            current = target

    @staticmethod
    def _sent_on_to(answer: Answer) -> str | None:
        if answer.location is not None:
            return answer.location
        if answer.status == 200 and (target := jump(answer.text, answer.final_url)) != answer.final_url:
            return target
        return None

    async def _refuse(self, url: str) -> Answer | None:
        """Why ``url`` may not be asked for, or None when it may."""
        if (refused := self._forbid(url)) is not None:
            return refused
        host = host_of(url)
        if host not in self._policies:
            self._policies[host] = await self._read_robots(url)
        policy = self._policies[host]
        if isinstance(policy, Answer):
            return policy
        if not policy.allows(request_of(url).url):
            return self._refusal(url, "refused_robots", "robots.txt does not allow this address")
        return None

    def _objection(self, url: str) -> str | None:
        return objection(url, self.site.ports, any_port=host_of(url) in self._connect_to)

    def _forbid(self, url: str) -> Answer | None:
        """Why ``url`` may not be asked for whatever its host's robots.txt says, or None."""
        host = host_of(url)
        if (cause := self._objection(url)) is not None:
            return self._refusal(url, "refused_address", cause)
        if host not in self.site.hosts:
            return self._refusal(url, "refused_host", f"host {host} is not in the registry for this site")
        if host.endswith(EXAMPLE_SUFFIX) and host not in self._connect_to:
            return self._refusal(url, "refused_host", f"host {host} is an example and is not mapped to an address")
        return None

    def _refusal(self, url: str, kind: str, cause: str) -> Answer:
        """Nothing is fetched, so the time is that of the answer that led here: the same when the visit is taken up."""
        return Answer(url=url, final_url=url, fetched_at=self._answered_at, refusal=kind, error=cause)

    async def _read_robots(self, url: str) -> RobotsPolicy | Answer:
        parts = urlsplit(url)
        start = current = f"{parts.scheme}://{parts.netloc}/robots.txt"
        for _ in range(MAX_HOPS):
            answer = await self._ask(current)
            if answer.location is None or self._forbid(answer.location) is not None:
                break
            current = answer.location
        self._on_robots(replace(answer, url=start, final_url=current))
        if answer.refusal is not None:
            return answer
        policy = policy_of(answer.status, answer.body) if answer.status is not None else None
        if policy is None:
            error = f"robots.txt of {host_of(url)} could not be read, so the host waits this night"
            return Answer(url=url, final_url=url, fetched_at=self._answered_at, error=error, host_waits=True)
        if policy.crawl_delay is not None and policy.crawl_delay > self.site.delay:
            # A host's own wish is a lower limit, so nothing is drawn around it at random.
            self._slow_down(host_of(url), policy.crawl_delay, jitter=0.0)
        return policy

    async def _ask(self, url: str, known: KnownUrl | None = None, referer: str | None = None) -> Answer:
        """One address, asked a second time when the first answer fails or is torn."""
        answer = await self._ask_once(url, known, referer)
        if answer.is_transient and not answer.host_waits and self.errors_in_a_row < MAX_ERRORS:
            answer = await self._ask_once(url, known, referer)
        return answer

    async def _ask_once(self, url: str, known: KnownUrl | None, referer: str | None) -> Answer:
        if self.requests >= self.site.max_requests:
            limit = f"stopped at {self.site.max_requests} requests a night; the rest is due the next night"
            raise SiteStoppedError(limit, is_failure=False)
        self.requests += 1
        answer = self._take_up(url) or await self._send(url, known, referer)
        self._answered_at = answer.fetched_at
        self.errors_in_a_row = self.errors_in_a_row + 1 if answer.is_failed else 0
        if answer.status in SLOW_DOWN:
            self._slow_down(host_of(url), min(2 * max(self._delay_of(host_of(url)), 0.1), MAX_DELAY), jitter=0.5)
            answer = self._heed_pause(answer, host_of(url))
        return answer

    def _heed_pause(self, answer: Answer, host: str) -> Answer:
        """Keeps the pause that a server asks for; one that is too long for a night ends the night for its host."""
        seconds = seconds_asked_for(answer.retry_after, answer.fetched_at)
        if seconds <= MAX_WAIT:
            rest = seconds - (_now() - answer.fetched_at).total_seconds()  # of an answer from the archive less is left
            self._pauses.add(host, max(0.0, rest))
            return answer
        error = f"{host} asks to be left alone for {seconds:.0f} seconds, so it is for this night"
        self._policies[host] = Answer(answer.url, answer.url, answer.fetched_at, error=error, host_waits=True)
        return replace(answer, error=error, host_waits=True)

    def _take_up(self, url: str) -> Answer | None:
        """What an earlier try of this visit was answered, as it is archived."""
        kept = self._kept.take(self.site.code, url, self._resumes)
        if kept is None:
            return None
        self.resumed += 1
        return answer_of(url, *kept)

    async def _send(self, url: str, known: KnownUrl | None, referer: str | None) -> Answer:
        await self._pauses.wait(host_of(url))
        await self._pace.wait(self.site)
        headers = {}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        if referer is not None:
            headers["Referer"] = referer
        asked = request_of(url)
        if asked.body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        request = Request(
            asked.url,
            method="GET" if asked.body is None else "POST",
            body=asked.body or "",
            headers=headers,
            dont_filter=True,
        )
        assert self._crawler.engine is not None, "requests are sent while the crawl runs"
        try:
            response = await self._crawler.engine.download_async(request)
        except AddressRefusedError as error:
            return replace(self._refusal(url, "refused_address", str(error)), host_waits=True)
        except Exception as error:  # whatever a library raises for a bad server concerns this request only
            is_too_large = isinstance(error, exceptions.DownloadCancelledError | exceptions.IgnoreRequest)
            return Answer(url, url, _now(), error=_plain(error), is_too_large=is_too_large)
        return self._keep(url, response)

    def _keep(self, url: str, response: Response) -> Answer:
        """Archives a response and makes an answer of it."""
        now = _now()
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        asked, is_truncated = request_of(url), "dataloss" in response.flags
        offset = self._archive.write(
            asked.url,
            now,
            response.status,
            headers,
            response.body,
            asked.body,
            asked=asked_by(self.site.code, url),
            is_truncated=is_truncated,
        )
        record = ArchivedRecord(
            offset, url, now.strftime(DATE), response.status, response.body, headers, is_truncated=is_truncated
        )
        return answer_of(url, self._archive.name, record)

    def _delay_of(self, host: str) -> float:
        assert self._crawler.engine is not None
        return float(self._crawler.engine.downloader.per_slot_settings.get(host, {}).get("delay", self.site.delay))

    def _slow_down(self, host: str, delay: float, jitter: float) -> None:
        """Sets a host's delay in seconds for the rest of the crawl; never makes it shorter."""
        assert self._crawler.engine is not None
        downloader = self._crawler.engine.downloader
        delay = max(delay, self._delay_of(host))
        downloader.per_slot_settings[host] = {"concurrency": 1, "delay": delay, "jitter": jitter}
        if (slot := downloader.slots.get(host)) is not None:
            slot.delay, slot.jitter = delay, jitter


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _plain(error: Exception) -> str:
    """A library's error as a plain sentence."""
    if isinstance(error, exceptions.DownloadConnectionRefusedError):
        return "the server refused the connection"
    if isinstance(error, exceptions.CannotResolveHostError):
        return "the host's name could not be found"
    if isinstance(error, exceptions.DownloadTimeoutError):
        return "the server did not answer in time"
    if isinstance(error, exceptions.DownloadCancelledError | exceptions.IgnoreRequest):
        return "the answer is larger than the limit"
    return f"the connection failed ({type(error).__name__}: {' '.join(str(error).split())[:160]})"
