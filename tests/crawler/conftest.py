"""A small real web on loopback, and the crawler run against it as the program that it is."""

import hashlib
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.plan import KnownUrl, ListState, Plan, SitePlan
from crawler.site import Site

HOST = "www.qingshan.gov.cn.example"


@dataclass
class Page:
    """What a host answers for a path. ``validators``: whether it sends ETag and honours If-None-Match."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    validators: bool = True
    cut_after: int | None = None


@dataclass
class Seen:
    """One request as the server saw it."""

    host: str
    path: str
    headers: dict[str, str]
    status: int
    at: float


class Web:
    """Hosts on one loopback port, told apart by Host header.

    ``pages``: (host, path) -> Page; a POST is asked for as its path, ``#post:`` and its body.
    """

    def __init__(self) -> None:
        self.pages: dict[tuple[str, str], Page] = {}
        self.requests: list[Seen] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                web.answer(self, self.path)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                web.answer(self, f"{self.path}#post:{body}")

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_address[1]}"

    def put(self, path: str, body: str | bytes = b"", *, host: str = HOST, **options: Any) -> None:
        self.pages[(host, path)] = Page(body.encode() if isinstance(body, str) else body, **options)

    def paths(self, host: str = HOST) -> list[str]:
        return [seen.path for seen in self.requests if seen.host == host]

    def answer(self, handler: BaseHTTPRequestHandler, path: str) -> None:
        host = handler.headers.get("Host", "")
        page = self.pages.get((host, path), Page(b"nothing here", status=404))
        status, body, headers = page.status, page.body, dict(page.headers)
        if page.status == 200 and page.validators:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if handler.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
        self.requests.append(Seen(host, path, dict(handler.headers), status, time.monotonic()))
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body if page.cut_after is None else body[: page.cut_after])
        if page.cut_after is not None:
            handler.close_connection = True


@dataclass
class Night:
    """What a crawl left behind."""

    lines: list[dict[str, Any]]
    archive: Path
    warc_files: list[str]
    status: int
    stderr: str

    @property
    def captures(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["type"] == "capture"]

    @property
    def outcomes(self) -> dict[str, dict[str, Any]]:
        return {line["site_code"]: line for line in self.lines if line["type"] == "site"}

    def verdicts(self) -> dict[str, str]:
        """Path -> verdict."""
        return {capture["url"].split("/", 3)[3]: capture["verdict"] for capture in self.captures}

    def knowledge(self) -> tuple[dict[str, KnownUrl], dict[str, ListState]]:
        """What the next night's plan would know, made of this night's log as the pipeline does."""
        known = {
            capture["url"]: KnownUrl(
                etag=capture["headers"]["etag"],
                last_modified=capture["headers"]["last_modified"],
                sha256=capture["sha256"],
                kind=capture["verdict"],
            )
            for capture in self.captures
            if capture["verdict"] in ("list", "list_not_modified", "article", "attachment", "not_modified", "partial")
        }
        lists = {c["url"]: ListState(fingerprint=c["fingerprint"]) for c in self.captures if c["fingerprint"]}
        return known, lists

    def accepted(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """The links of this night's lists that were taken for reports, as its plan would tell them to the next."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for line in self.lines:
            if line["type"] == "link" and line["accepted"]:
                row = f"{line['text']} {line['published_date'] or ''}"
                found.setdefault(line["list_url"], {})[line["url"]] = (row,)
        return found


@pytest.fixture
def web() -> Iterator[Web]:
    server = Web()
    yield server
    server.server.shutdown()
    server.server.server_close()


@pytest.fixture
def make_site() -> Callable[..., Site]:
    def make(*columns: str, host: str = HOST, **options: Any) -> Site:
        return Site.model_validate(
            {
                "code": "990101",
                "name": "青山县",
                "root": f"http://{host}/",
                "columns": [{"url": f"http://{host}{path}"} for path in columns],
                "state": "active",
                "delay": 0.01,
                **options,
            }
        )

    return make


@pytest.fixture
def crawl(web: Web, tmp_path: Path) -> Callable[..., Night]:
    """Runs ``python -m crawler`` for some sites; knows of each what ``after`` (an earlier night) taught.

    ``takes_up``: a crawl that was cut short and is gone on with.
    ``stop_with`` is sent to it once the server has seen ``at_request`` requests.
    """
    count = 0

    def run(
        *sites: Site,
        after: Night | None = None,
        takes_up: Night | None = None,
        mapped: dict[str, str] | None = None,
        stop_with: signal.Signals | None = None,
        at_request: int = 0,
    ) -> Night:
        nonlocal count
        count += 1
        known, lists = after.knowledge() if after else ({}, {})
        accepted = after.accepted() if after else {}
        resumes = tuple(takes_up.warc_files) if takes_up else ()
        hosts = {host: web.address for site in sites for host in site.hosts}
        plan = Plan(
            night="2026-01-20",  # type: ignore[arg-type]
            contact="mailto:harvest@example.org",
            connect_to=hosts if mapped is None else mapped,
            sites=tuple(
                SitePlan(site=site, known=known, lists=lists, accepted=accepted, resumes=resumes) for site in sites
            ),
        )
        plan_file, log = tmp_path / f"shard{count}.json", tmp_path / f"log{count}.jsonl"
        plan.write(plan_file)
        command = [
            sys.executable,
            "-m",
            "crawler",
            "--plan",
            plan_file,
            "--archive",
            tmp_path / "archive",
            "--log",
            log,
        ]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            if stop_with is not None:
                while len(web.requests) < at_request and process.poll() is None:
                    time.sleep(0.01)
                process.send_signal(stop_with)
            _, stderr = process.communicate(timeout=60)
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
        archive = tmp_path / "archive"
        warc_files = [path.relative_to(archive).as_posix() for path in archive.glob(f"warc/*/{log.stem}-*")]
        return Night(lines, archive, warc_files, process.returncode, stderr)

    return run
