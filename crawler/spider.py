"""The spider: visits every site of a plan side by side, each site one request at a time."""

import asyncio
from collections.abc import AsyncIterator
from importlib.metadata import version
from typing import Any

from scrapy import Request, Spider

from crawler.archive import ArchiveWriter
from crawler.capture import CaptureLog
from crawler.fetch import Fetcher
from crawler.pace import PlatformPace
from crawler.plan import Plan, SitePlan
from crawler.record import Recorder
from crawler.resume import KeptAnswers
from crawler.robots import ROBOT_NAME
from crawler.visit import Visit

SITES_AT_ONCE = 32


def user_agent(contact: str | None) -> str:
    """Who we are, with where to complain."""
    name = f"{ROBOT_NAME}/{version('gongkai')}"
    return f"{name} (+{contact})" if contact else name


def settings_for(plan: Plan) -> dict[str, Any]:
    """Scrapy's settings for a night. Redirects, robots and repetitions are our own and stricter (crawler.fetch)."""
    slots: dict[str, dict[str, float]] = {}
    for site in (entry.site for entry in plan.sites):
        for host in site.hosts:
            delay = max(site.delay, slots.get(host, {}).get("delay", 0.0))
            slots[host] = {"concurrency": 1, "delay": delay, "jitter": 0.5}
    handler = "crawler.connect.ConnectToDownloadHandler"
    return {
        "USER_AGENT": user_agent(plan.contact),
        "GONGKAI_CONNECT_TO": plan.connect_to,
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "DOWNLOAD_SLOTS": slots,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 2.0,
        "DOWNLOAD_DELAY_JITTER": 0.5,
        "DOWNLOAD_TIMEOUT": 60,
        "DOWNLOAD_MAXSIZE": 50 * 1024 * 1024,
        "DOWNLOAD_FAIL_ON_DATALOSS": False,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "*/*", "Accept-Language": "zh-CN,zh;q=0.9"},
        # Through a proxy nobody could tell which address a request ends at (crawler.connect).
        "HTTPPROXY_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "RETRY_ENABLED": False,
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_LEVEL": "WARNING",
        "LOG_FORMAT": "%(levelname)s %(message)s",
    }


class ReportSpider(Spider):
    """Harvests the annual reports of a plan's sites.

    ``is_finished`` once every site had its visit. ``disk_error``: why nothing more could be written; it ends the crawl.
    """

    name = "reports"

    def __init__(self, plan: Plan, archive: ArchiveWriter, capture_log: CaptureLog, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_finished = False
        self.disk_error: OSError | None = None
        self._plan = plan
        self._archive = archive
        self._capture_log = capture_log
        self._kept = KeptAnswers(archive.folder, sorted({name for entry in plan.sites for name in entry.resumes}))
        self._pace = PlatformPace()
        self._places = asyncio.Semaphore(SITES_AT_ONCE)

    async def start(self) -> AsyncIterator[Request]:
        """Runs the visits. They send their requests through the engine themselves, so none is left to schedule."""
        try:
            async with asyncio.TaskGroup() as visits:
                for entry in self._plan.sites:
                    if not entry.is_visited:
                        visits.create_task(self._visit(entry))
            self.is_finished = True
        except* OSError as errors:
            self.disk_error = next(error for error in errors.exceptions if isinstance(error, OSError))
        unscheduled: tuple[Request, ...] = ()
        for request in unscheduled:
            yield request

    async def _visit(self, entry: SitePlan) -> None:
        record = Recorder(entry.site.code, self._capture_log)
        fetcher = Fetcher(
            entry, self.crawler, self._archive, self._kept, self._pace, self._plan.connect_to, record.robots
        )
        async with self._places:
            await Visit(entry, fetcher, record).run()
