"""The server as a program: pages by host, conditional requests, a site that breaks and comes back, the log."""

import http.client
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

TRS, STATIC = "www.liangping.gov.cn.example", "www.songming.gov.cn.example"
HANWEB = "www.xianju.gov.cn.example"
COLUMN = "/zwgk/zfxxgknb_70831/"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Running:
    port: int
    ready: dict[str, str]
    log: Path
    control: Path

    def ask(self, host: str, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, headers={"Host": host, **named})
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def logged(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]


def start(*options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "replica", "serve", *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("replica")
    ready, log, control = folder / "ready.json", folder / "log.jsonl", folder / "broken.txt"
    process = start("--ready", str(ready), "--log", str(log), "--control", str(control))
    try:
        limit = time.monotonic() + 20
        while not ready.exists():
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            assert time.monotonic() < limit, "the server did not get ready"
            time.sleep(0.05)
        data = json.loads(ready.read_text(encoding="utf-8"))
        yield Running(data["port"], data, log, control)
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=5)
    assert (process.returncode, errors) == (0, b"")


@pytest.fixture(scope="module")
def expected() -> list[dict[str, object]]:
    output = subprocess.run([sys.executable, "-m", "replica", "truth"], check=True, capture_output=True).stdout
    return [json.loads(line) for line in output.decode().splitlines()]


def test_ready_file_maps_every_host(running: Running) -> None:
    assert running.ready["connect_to"] == ",".join(f"{host}=127.0.0.1:{running.port}" for host in (TRS, STATIC, HANWEB))


def test_every_expected_document_is_served(running: Running, expected: list[dict[str, object]]) -> None:
    assert len(expected) == 46
    for report in expected:
        for url in {str(report["url"]), str(report["document_url"])}:
            host, _, path = url.removeprefix("https://").partition("/")
            answer = running.ask(host, f"/{path}")
            assert answer.status == 200, url
            is_pdf = url.endswith(".pdf")
            assert answer.headers["Content-Type"].startswith("application/pdf" if is_pdf else "text/html; charset=")
            assert answer.body.startswith(b"%PDF" if is_pdf else b"<!DOCTYPE html>")
        assert set(report["cells"]) == set(report["states"])  # type: ignore[arg-type, call-overload]


def test_conditional_requests(running: Running) -> None:
    first = running.ask(TRS, COLUMN)
    tag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    for headers in ({"If_None_Match": tag}, {"If_None_Match": f'"other", W/{tag}'}, {"If_Modified_Since": modified}):
        again = running.ask(TRS, COLUMN, **headers)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    for headers in (
        {"If_None_Match": '"other"'},
        {"If_None_Match": '"other"', "If_Modified_Since": modified},  # the tag decides
        {"If_Modified_Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"If_Modified_Since": "yesterday"},
    ):
        assert running.ask(TRS, COLUMN, **headers).status == 200


def test_jsp_pages_have_no_validators(running: Running) -> None:
    for path in ("/module/xxgk/xxgkAnnualReport.jsp", "/module/xxgk/xxgkAnnualReport.jsp?area=11331024MB0K7Q2R1K"):
        answer = running.ask(HANWEB, path, If_None_Match="*")
        assert answer.status == 200
        assert not {"ETag", "Last-Modified"} & answer.headers.keys()


def test_records_are_given_for_a_posted_form(running: Running) -> None:
    path = "/module/web/jpage/dataproxy.jsp?startrecord=7&endrecord=12&perpage=3"
    fields = {"webid": "3311", "columnid": "1229567", "unitid": "5513306", "permissiontype": "0"}
    form = urlencode({**fields, "webname": "仙居县人民政府"})
    headers = {"Referer": f"https://{HANWEB}/col/col1229567/index.html"}
    answer = running.ask(HANWEB, path, "POST", body=form, **headers)
    assert answer.status == 200
    assert answer.body.decode("gb18030").count("<record>") == 6
    assert running.logged()[-1]["method"] == "POST"
    assert running.ask(HANWEB, path, "POST", body=form).status == 404
    assert running.ask(HANWEB, path, **headers).status == 404


def test_head_gives_the_headers_alone(running: Running) -> None:
    whole = running.ask(TRS, COLUMN)
    head = running.ask(TRS, COLUMN, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.body))


def test_what_is_not_there(running: Running) -> None:
    assert running.ask(TRS, f"{COLUMN}index_3.html").status == 404
    assert running.ask("www.dianjiang.gov.cn.example", "/").status == 404
    assert running.ask(TRS, COLUMN, "POST").status == 404


def test_robots_closes_the_decoy(running: Running) -> None:
    assert "Disallow: /neibu/" in running.ask(TRS, "/robots.txt").body.decode()
    assert running.ask(TRS, "/neibu/202401/t20240123_7712345.html").status == 200


def test_a_broken_site_answers_503_until_it_is_mended(running: Running) -> None:
    running.control.write_text(f"{STATIC}\n", encoding="utf-8")
    try:
        assert running.ask(STATIC, "/robots.txt").status == 503
        assert running.ask(TRS, "/robots.txt").status == 200
    finally:
        running.control.unlink()
    assert running.ask(STATIC, "/robots.txt").status == 200


def test_requests_are_logged(running: Running) -> None:
    before = len(running.logged())
    running.ask(STATIC, "/robots.txt?now=1", If_None_Match='"x"', User_Agent="gongkai/test")
    assert running.logged()[before:] == [
        {
            "method": "GET",
            "host": STATIC,
            "path": "/robots.txt?now=1",
            "if_none_match": True,
            "if_modified_since": False,
            "status": 200,
            "user_agent": "gongkai/test",
        }
    ]


def test_wrong_usage_is_told_in_a_sentence() -> None:
    process = start("--site", "www.nowhere.gov.cn.example")
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 2
    assert b"No demonstration site is called www.nowhere.gov.cn.example" in errors
    assert b"Traceback" not in errors
