"""Live hosts, found by their names: the crawler in a network of its own with a real name server (closed_world.py)."""

import ipaddress
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.plan import Plan, SitePlan
from crawler.site import Site

PUBLIC = "114.114.115.1"
PRIVATE = "10.0.0.5"
HOST = "www.qingshan.gov.cn"
# Every kind of address that is no public one. Many lead to this world's own web server if they are connected to.
NOT_PUBLIC = [
    PRIVATE, "172.16.3.4", "192.168.3.4", "127.0.0.1", "127.8.8.8", "0.0.0.0", "169.254.169.254", "100.64.1.1",
    "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fc00::5", "fe80::5", "fec0::5", "ff02::1",
    "::ffff:127.0.0.1", f"::ffff:{PUBLIC}", "64:ff9b::a00:5", "2002:a00:5::1",
]  # fmt: skip
REPORT = '<ul><li><a href="./1.html">枫林镇2023年政府信息公开工作年度报告</a><span>2024-01-26</span></li></ul>'


def can_isolate() -> bool:
    has_programs = shutil.which("unshare") and shutil.which("ip")
    return bool(has_programs) and subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not can_isolate(), reason="needs unshare, ip, and the right to make a network")


@dataclass
class Night:
    captures: list[dict[str, Any]]
    outcomes: dict[str, dict[str, Any]]
    look_ups: list[str]
    requests: list[tuple[str, str, str]]
    stderr: str

    def told(self, host: str = HOST) -> dict[str, tuple[str, str | None]]:
        """Path -> verdict and cause, of a host's pages."""
        return {
            capture["url"].partition(host)[2]: (capture["verdict"], capture["error"])
            for capture in self.captures
            if host in capture["url"]
        }


def site(*paths: str, host: str = HOST, code: str = "990101", **options: Any) -> Site:
    columns = [{"url": f"http://{host}{path}"} for path in paths]
    fields = {"code": code, "name": "青山县", "root": f"http://{host}/", "columns": columns, "state": "active"}
    return Site.model_validate({**fields, "delay": 0.01, **options})


@pytest.fixture
def crawl(tmp_path: Path) -> Callable[..., Night]:
    def run(*sites: Site, names: dict[str, list[list[str]]], pages: dict[str, Any], **plan: Any) -> Night:
        scenario = tmp_path / "scenario.json"
        scenario.write_text(json.dumps({"addresses": [PUBLIC, PRIVATE], "names": names, "pages": pages}), "utf-8")
        plans = tuple(SitePlan(site=each) for each in sites)
        fields = {"night": "2026-01-20", "contact": "mailto:harvest@example.org", "sites": plans, **plan}
        Plan.model_validate(fields).write(tmp_path / "53.json")
        log = tmp_path / "log.jsonl"
        world = Path(__file__).with_name("closed_world.py")
        command = ["unshare", "-rn", sys.executable, world, scenario, "--plan", tmp_path / "53.json"]
        environment = {**os.environ, "http_proxy": f"http://{PRIVATE}", "https_proxy": f"http://{PRIVATE}"}
        done = subprocess.run(
            [*command, "--archive", tmp_path / "archive", "--log", log],
            capture_output=True,
            text=True,
            timeout=60,
            env=environment,
        )
        assert done.returncode == 0, done.stderr
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        return Night(
            captures=[line for line in lines if line["type"] == "capture"],
            outcomes={line["site_code"]: line for line in lines if line["type"] == "site"},
            stderr=done.stderr,
            **json.loads(done.stdout.splitlines()[-1]),
        )

    return run


def test_a_public_address_is_connected_to_and_no_other_of_the_same_name(crawl):
    pages = {"/nb/": {"body": REPORT}, "/nb/1.html": {"body": f"<body>{'枫林镇总体情况' * 90}</body>"}}
    night = crawl(site("/nb/"), names={HOST: [[PRIVATE, "::1", PUBLIC]]}, pages=pages)
    assert night.told() == {"/robots.txt": ("robots", None), "/nb/": ("list", None), "/nb/1.html": ("article", None)}
    assert night.requests == [[PUBLIC, HOST, path] for path in ("/robots.txt", "/nb/", "/nb/1.html")]
    assert night.outcomes["990101"]["outcome"] == "ok"


def test_a_name_that_leads_to_no_public_address_is_never_connected_to(crawl):
    hosts = {f"www.n{number}.gov.cn": address for number, address in enumerate(NOT_PUBLIC, 10)}
    sites = [site("/nb/", "/other/", host=host, code=f"9902{host[5:7]}") for host in hosts]
    names = {host: [[address]] for host, address in hosts.items()}
    night = crawl(*sites, names=names, pages={"/nb/": {"body": REPORT}})
    assert night.requests == []
    assert set(night.look_ups) == set(hosts)
    for host, address in hosts.items():
        spelt = ipaddress.ip_address(address)
        cause = f"the name {host} leads to {spelt}, which is no public address; nothing was sent there"
        refused = ("refused_address", cause)
        assert night.told(host) == {"/robots.txt": refused, "/nb/": refused}
        outcome = night.outcomes[f"9902{host[5:7]}"]
        assert outcome["outcome"] == "failed"
        assert cause in outcome["error"]
    assert "Traceback" not in night.stderr


def test_a_name_that_changes_its_address_between_two_requests_is_not_followed(crawl):
    night = crawl(site("/nb/"), names={HOST: [[PUBLIC], [PRIVATE]]}, pages={"/nb/": {"body": REPORT}})
    assert night.requests == [[PUBLIC, HOST, "/robots.txt"]]
    assert night.told()["/nb/"][0] == "refused_address"


def test_https_is_guarded_like_http(crawl):
    night = crawl(site("/nb/", columns=[{"url": f"https://{HOST}/nb/"}]), names={HOST: [[PRIVATE]]}, pages={})
    assert night.told()["/nb/"][0] == "refused_address"
    assert night.requests == []


def test_a_form_is_not_posted_to_a_private_address(crawl):
    posted = f"http://{HOST}/nb/#post:page=1"
    night = crawl(site("/nb/", columns=[{"url": posted}]), names={HOST: [[PUBLIC], [PRIVATE]]}, pages={})
    assert night.requests == [[PUBLIC, HOST, "/robots.txt"]]
    assert night.told()["/nb/#post:page=1"][0] == "refused_address"


def test_a_file_on_a_host_of_a_private_address_is_left_and_stays_due(crawl):
    files = "files.qingshan.gov.cn"
    article = f'<body><div id="zoom">{"总体情况" * 200}<a href="http://{files}/f.pdf">附件</a></div></body>'
    pages = {"/nb/": {"body": REPORT}, "/nb/1.html": {"body": article}}
    names = {HOST: [[PUBLIC]], files: [[PRIVATE]]}
    night = crawl(site("/nb/", attachment_hosts=[files]), names=names, pages=pages)
    assert {address for address, _, _ in night.requests} == {PUBLIC}
    assert night.told(files)["/f.pdf"][0] == "refused_address"
    assert night.told()["/nb/1.html"][0] == "partial"
    assert night.outcomes["990101"]["error"] == "2 linked pages could not be fetched whole and stay due"


def test_a_redirect_to_another_port_is_refused_and_a_mapped_name_may_be_private(crawl):
    mapped = "www.mapped.gov.cn"
    pages = {
        "/ssh/": {"status": 302, "headers": {"Location": f"http://{HOST}:22/"}},
        "/proxy/": {"status": 301, "headers": {"Location": f"//{HOST}:8080/nb/"}},
        "/nb/": {"body": "<body><a href='x'>nothing here</a></body>"},
    }
    night = crawl(
        site("/ssh/", "/proxy/"),
        site("/nb/", host=mapped, code="990102"),
        names={HOST: [[PUBLIC]], "inside.example": [[PRIVATE]]},
        pages=pages,
        connect_to={mapped: "inside.example:8080"},
    )
    assert night.told()["/ssh/"] == ("refused_address", "the address names port 22, which the registry does not")
    assert night.told()["/proxy/"][0] == "refused_address"
    assert {tuple(request[:2]) for request in night.requests} == {(PUBLIC, HOST), (PRIVATE, mapped)}
    assert night.told(mapped)["/nb/"][0] == "list"
