"""The demonstration sites on one loopback port, told apart by the Host header."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from replica.page import NOTICE, Asked, Page, Site


class ReplicaServer(ThreadingHTTPServer):
    """Serves ``sites`` (host -> path -> page) at 127.0.0.1.

    ``log``: a file that gets one JSON line a request. ``broken`` hosts answer 503 to everything; so do the hosts named
    in the file ``control``, one a line, which is read anew at each request: a test breaks a site and mends it.
    """

    daemon_threads = True

    def __init__(
        self,
        sites: dict[str, Site],
        *,
        port: int = 0,
        log: Path | None = None,
        broken: Iterable[str] = (),
        control: Path | None = None,
    ) -> None:
        self.sites = sites
        self._log_path = log
        self._log_lock = threading.Lock()
        self._broken = frozenset(broken)
        self._control = control
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def connect_to(self) -> str:
        """The value of GONGKAI_CONNECT_TO that leads every served host here."""
        return ",".join(f"{host}=127.0.0.1:{self.server_port}" for host in self.sites)

    def is_broken(self, host: str) -> bool:
        """Whether the host answers 503 at the moment."""
        named = self._control.read_text(encoding="utf-8").split() if self._control and self._control.exists() else []
        return host in self._broken or host in named

    def record(self, entry: dict[str, object]) -> None:
        """Append one line to the request log."""
        if self._log_path is None:
            return
        with self._log_lock, self._log_path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "replica"
    sys_version = ""
    server: ReplicaServer
    # Headers and body go out in one packet: a body that waits for the acknowledgement of its headers costs 40 ms.
    wbufsize = -1

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_POST(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on standard error: the request log is ReplicaServer.record."""

    def _answer(self, *, with_body: bool) -> None:
        host = self.headers.get("Host", "").partition(":")[0].lower()
        page = self._page(self.server.sites.get(host, {}))
        if self.server.is_broken(host):
            status, page = HTTPStatus.SERVICE_UNAVAILABLE, _message("系统维护中，请稍后访问。")
        elif page is None:
            status, page = HTTPStatus.NOT_FOUND, _message("您访问的页面不存在。")
        else:
            status = HTTPStatus.NOT_MODIFIED if self._has_current(page) else HTTPStatus.OK
        self.server.record(
            {
                "method": self.command,
                "host": host,
                "path": self.path,
                "if_none_match": "If-None-Match" in self.headers,
                "if_modified_since": "If-Modified-Since" in self.headers,
                "status": status.value,
                "user_agent": self.headers.get("User-Agent"),
            }
        )
        self._send(status, page, with_body=with_body)  # after the log: who asked may be gone by now

    def _page(self, site: Site) -> Page | None:
        """What the request asks for: by path and query, else by path alone; a POST is for programs."""
        address = urlsplit(self.path)
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        found = site.get(self.path) or site.get(address.path)
        if callable(found):
            fields = dict([*parse_qsl(address.query), *parse_qsl(form)])
            return found(Asked(self.command, fields, self.headers.get("Referer", "")))
        return found if self.command != "POST" else None

    def _has_current(self, page: Page) -> bool:
        """Whether the client's copy is still good (RFC 9110, 13.2.2: If-None-Match before If-Modified-Since)."""
        if not page.validators:
            return False
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or page.etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            moment = parsedate_to_datetime(since)
        except ValueError:
            return False  # a date that can't be read is to be ignored
        return page.last_modified <= (moment if moment.tzinfo else moment.replace(tzinfo=UTC))

    def _send(self, status: HTTPStatus, page: Page, *, with_body: bool) -> None:
        self.send_response(status)
        if page.validators and status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            self.send_header("ETag", page.etag)
            self.send_header("Last-Modified", format_datetime(page.last_modified, usegmt=True))
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        if with_body and status != HTTPStatus.NOT_MODIFIED:
            self.wfile.write(page.body)


def _message(text: str) -> Page:
    body = (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{text}</title></head>\n'
        f"<body><p>{text}</p><p>{NOTICE}</p></body></html>\n"
    )
    return Page(body.encode(), "text/html; charset=utf-8", datetime(2024, 1, 1, tzinfo=UTC))
