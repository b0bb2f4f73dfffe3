"""Our spider beside a bare Scrapy spider that fetches the same addresses from the same local server.

``python -m benchmarks.crawl [--rounds N]``: sites of one list and many reports each, both crawlers with one request at
a time for each site and no pause between two. Ours judges links, walls and robots.txt and archives every answer as
WARC; the bare spider is told all addresses beforehand and keeps nothing. Time is counted at the server, from the first
request to the last, so that starting Python counts for neither.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.timing import Ratio, run
from crawler.plan import Plan, SitePlan
from crawler.site import Column, Site
from replica.press.html import print_html
from replica.press.truth import make_truth

SITES = 16
REPORTS_A_SITE = 20
_PEER = """
import json, sys
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess

class Bare(Spider):
    name = "bare"
    async def start(self):
        for host, path in json.loads(sys.stdin.read()):
            yield Request(sys.argv[1] + path, headers={"Host": host}, meta={"download_slot": host}, dont_filter=True)
    def parse(self, response):
        pass

process = CrawlerProcess({
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "CONCURRENT_REQUESTS": 64, "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False,
    "RETRY_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "ERROR", "HTTPERROR_ALLOW_ALL": True,
})
process.crawl(Bare)
process.start()
"""

Asked = list[tuple[float, str, str]]  #: when (seconds), host, path


def measure(rounds: int) -> list[Ratio]:
    """One ratio: the seconds of both sides are those for all requests."""
    sites = [f"www.site{number}.gov.cn.example" for number in range(SITES)]
    ours, peer, requests = [], [], 0
    with _served(_pages()) as (address, asked), tempfile.TemporaryDirectory() as name:
        for number in range(rounds):
            ours.append(_crawl(Path(name) / str(number), sites, address, asked))
            same = [(host, path) for _, host, path in asked]
            requests = len(same)
            peer.append(_fetch(same, address, asked))
    what = f"crawl of {SITES} sites, {requests} requests: our spider beside bare Scrapy"
    return [Ratio(what, min(ours), min(peer), 1, min(peer) / min(ours), requests)]


def _pages() -> dict[str, bytes]:
    """Path -> page, for every site."""
    truths = [make_truth(seed) for seed in range(REPORTS_A_SITE)]
    pages = {f"/xxgk/{number}.html": print_html(truth) for number, truth in enumerate(truths)}
    links = (
        f'<li><a href="{path}">{truth.title}</a><span>2026-01-15</span></li>'
        for path, truth in zip(pages, truths, strict=True)
    )
    pages["/xxgk/"] = f"<html><meta charset='utf-8'><body><ul>{''.join(links)}</ul></body></html>".encode()
    return pages


@contextmanager
def _served(pages: dict[str, bytes]) -> Iterator[tuple[str, Asked]]:
    """The server's address and what it was asked so far."""
    asked: Asked = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet, else each answer waits for the other side's acknowledgement

        def do_GET(self) -> None:
            asked.append((time.perf_counter(), self.headers["Host"], self.path))
            body = pages.get(self.path, b"")
            if body:  # no two sites give the same page
                body += f"<!-- {self.headers['Host']} -->".encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def _crawl(folder: Path, hosts: list[str], address: str, asked: Asked) -> float:
    asked.clear()
    plans = tuple(SitePlan(site=_site(number, host)) for number, host in enumerate(hosts))
    plan = Plan(night=date(2026, 1, 20), connect_to=dict.fromkeys(hosts, address), sites=plans)
    plan.write(folder / "plan.json")
    log = folder / "log.jsonl"
    command = ["--plan", str(folder / "plan.json"), "--archive", str(folder / "archive"), "--log", str(log)]
    subprocess.run([sys.executable, "-m", "crawler", *command], check=True, capture_output=True)
    verdicts = [json.loads(line).get("verdict") for line in log.read_text(encoding="utf-8").splitlines()]
    assert verdicts.count("article") == SITES * REPORTS_A_SITE, "our spider lost reports: nothing is measured"
    return _seconds(asked)


def _site(number: int, host: str) -> Site:
    column = Column(url=f"http://{host}/xxgk/")
    return Site(
        code=str(990101 + number), name="青山县", root=f"http://{host}/", columns=(column,), state="active", delay=0
    )


def _fetch(addresses: list[tuple[str, str]], address: str, asked: Asked) -> float:
    asked.clear()
    command = [sys.executable, "-c", _PEER, f"http://{address}"]
    subprocess.run(command, input=json.dumps(addresses), text=True, check=True, capture_output=True)
    fetched = sorted((host, path) for _, host, path in asked)
    assert fetched == sorted(addresses), "the bare spider lost addresses: nothing is measured"
    return _seconds(asked)


def _seconds(asked: Asked) -> float:
    return asked[-1][0] - asked[0][0]


if __name__ == "__main__":
    run(measure, __doc__)
