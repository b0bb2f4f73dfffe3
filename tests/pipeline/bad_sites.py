"""Sites with everything that goes wrong on real ones, as data, and a server on loopback that gives it out.

Two county sites that can be harvested, whatever stands on them, and one whose list is gone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import yaml
from lxml import html
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from replica.press.html import print_html
from replica.press.pdf import print_pdf
from replica.press.truth import Truth, make_truth
from tests.pipeline import hostile_files

FLAWED, LOOPING, LISTLESS = "www.youyi.gov.cn.example", "www.mengjin.gov.cn.example", "www.minhe.gov.cn.example"
OUTSIDE = "www.baoqing.gov.cn.example"
LIST = "/nb/list.html"
MAX_REQUESTS = 40
LAST_LOOP = 60  #: numbers of the pages of the list that never ends; more than may be asked for in a night


@dataclass(frozen=True)
class Reply:
    """What a path answers. ``declared``: a Content-Length other than the body's, as of an answer that is cut off."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    declared: int | None = None


Sites = dict[str, dict[str, Reply]]
PDF = {"Content-Type": "application/pdf"}


def page(title: str, body: str) -> Reply:
    head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
    return Reply(f"<!DOCTYPE html><html>{head}<body>{body}</body></html>".encode())


def listing(*rows: tuple[str, str], pages: dict[str, str] | None = None) -> Reply:
    """A list page: (address, title) a row, and links to further pages by their labels."""
    items = "".join(f"<li><a href='{address}'>{title}</a><span>2024-01-26</span></li>" for address, title in rows)
    links = "".join(f"<a href='{address}'>{label}</a>" for label, address in (pages or {}).items())
    return page("政府信息公开年报", f"<ul>{items}</ul><div class='pages'>{links}</div>")


def article(agency: str, attachment: str) -> Reply:
    """A page that says nothing but where its file is."""
    words = f"现将{agency}2023年政府信息公开工作年度报告予以公布，请下载附件查看全文。" * 20
    return page(title(agency), f"<div class='TRS_Editor'><p>{words}</p><a href='{attachment}'>附件</a></div>")


def title(agency: str) -> str:
    return f"{agency}2023年政府信息公开工作年度报告"


def truth(agency: str, seed: int, division_code: str = "230522") -> Truth:
    return make_truth(seed, agency=agency, agency_kind="county_dept", division_code=division_code)


def without_disputes(body: bytes) -> bytes:
    """A printed page whose last table is left out."""
    tree = html.document_fromstring(body)
    last = tree.findall(".//table")[-1]
    last.getparent().remove(last)
    return bytes(html.tostring(tree, encoding="utf-8"))


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    stream = BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption("secret", strength=128), invariant=1)
    canvas.drawString(72, 700, "17 requests were received, 13 granted.")
    canvas.save()
    return stream.getvalue()


def blank_pdf() -> bytes:
    """A PDF of one page with nothing on it."""
    stream = BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


# name of the case -> (agency, what its link in the list leads to)
CASES = {
    "good": ("友谊县教育局", "good.html"),
    "missing_table": ("友谊县民政局", "missing_table.html"),
    "cut_file": ("友谊县财政局", "cut_file.html"),
    "locked_file": ("友谊县司法局", "locked_file.html"),
    "empty_file": ("友谊县审计局", "empty_file.html"),
    "blank_file": ("友谊县统计局", "blank_file.html"),
    "endless_file": ("友谊县信访局", "endless_file.html"),
    "deep_page": ("友谊县文体广电和旅游局", "deep_page.html"),
    "page_for_file": ("友谊县水务局", "page_for_file.html"),
    "message_for_file": ("友谊县应急管理局", "message_for_file.html"),
    "linked_message": ("友谊县农业农村局", "linked_message.pdf"),
    "not_there": ("友谊县交通运输局", "not_there.html"),
    "soft_404": ("友谊县卫生健康局", "soft_404.html"),
    "sent_home": ("友谊县医疗保障局", "sent_home.html"),
    "sent_outside": ("友谊县市场监督管理局", "sent_outside.html"),
    "outside": ("友谊县自然资源局", f"https://{OUTSIDE}/nb/1.html"),
    "outside_file": ("友谊县住房和城乡建设局", "outside_file.html"),
}


def flawed_site() -> dict[str, Reply]:
    """A list of two pages of which each links to the other, and a case a row."""
    rows = [(address, title(agency)) for agency, address in CASES.values()]
    whole = print_pdf(truth("友谊县财政局", 13))
    files = {
        "cut_file": Reply(whole[: len(whole) * 2 // 3], headers=PDF),
        "locked_file": Reply(locked_pdf(), headers=PDF),
        "empty_file": Reply(headers=PDF),
        "blank_file": Reply(blank_pdf(), headers=PDF),
        "endless_file": Reply(hostile_files.form_that_draws_itself(), headers=PDF),
        "page_for_file": page("提示", "<p>系统繁忙，下载次数已达上限。</p>"),
        "message_for_file": page("提示", "<p>您访问的文件不存在或已被删除。</p>"),
    }
    replies = {
        LIST: listing(*rows[:9], pages={"1": "list.html", "2": "list_2.html", "下一页": "list_2.html"}),
        "/nb/list_2.html": listing(*rows[9:], pages={"上一页": "list.html", "下一页": "list.html", "2": "list_2.html"}),
        "/nb/good.html": Reply(print_html(truth("友谊县教育局", 11))),
        "/nb/missing_table.html": Reply(without_disputes(print_html(truth("友谊县民政局", 12)))),
        "/nb/deep_page.html": Reply(hostile_files.deep_page()),
        "/nb/linked_message.pdf": page("提示", "<p>系统繁忙，下载次数已达上限。</p>"),
        "/nb/soft_404.html": page("404", "<p>您访问的页面不存在</p><a href='/'>返回首页</a>"),
        "/nb/sent_home.html": Reply(status=302, headers={"Location": f"https://{FLAWED}/"}),
        "/nb/sent_outside.html": Reply(status=302, headers={"Location": f"https://{OUTSIDE}/nb/2.html"}),
        "/nb/outside_file.html": article(CASES["outside_file"][0], f"https://{OUTSIDE}/nb/3.pdf"),
        "/": page("友谊县人民政府", "<p>欢迎</p>"),
    }
    for name, reply in files.items():
        replies[f"/nb/{name}.html"] = article(CASES[name][0], f"{name}.pdf")
        replies[f"/nb/{name}.pdf"] = reply
    return replies


def looping_site() -> dict[str, Reply]:
    """A list that shows the same report on every page and always has a next one."""
    report = ("report.html", "孟津区教育局2023年政府信息公开工作年度报告")

    def name(number: int) -> str:
        return f"list_{number}.html" if number else "list.html"

    lists = {f"/nb/{name(number)}": listing(report, pages={"下一页": name(number + 1)}) for number in range(LAST_LOOP)}
    return {**lists, "/nb/report.html": Reply(print_html(truth("孟津区教育局", 14, division_code="410308")))}


def all_sites() -> Sites:
    # What stands outside the registry would be a fine report: it must not be asked for all the same.
    outside = {
        f"/nb/{name}": Reply(print_html(truth("友谊县自然资源局", 15))) for name in ("1.html", "2.html", "3.pdf")
    }
    return {FLAWED: flawed_site(), LOOPING: looping_site(), LISTLESS: {}, OUTSIDE: outside}


def write_registry(folder: Path, *hosts: str) -> Path:
    """Site files of these hosts."""
    codes = {FLAWED: ("230522", "友谊县"), LOOPING: ("410308", "孟津区"), LISTLESS: ("630222", "民和县")}
    folder.mkdir()
    for host in hosts:
        code, name = codes[host]
        site = {
            "code": code,
            "name": name,
            "root": f"https://{host}/",
            "columns": [{"url": f"https://{host}{LIST}"}],
            "state": "active",
            "delay": 0.01,
            "max_requests": MAX_REQUESTS,
        }
        (folder / f"{code}.yaml").write_text(yaml.safe_dump(site, allow_unicode=True), encoding="utf-8")
    return folder


@dataclass
class Web:
    """A running server: ``sites`` may be changed between nights; ``asked`` holds (host, path, status) as they come."""

    sites: Sites
    port: int
    asked: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def connect_to(self) -> dict[str, str]:
        return dict.fromkeys(self.sites, f"127.0.0.1:{self.port}")


@contextmanager
def serve(sites: Sites) -> Iterator[Web]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers["Host"]
            reply = web.sites[host].get(self.path, Reply(b"", 404))
            tag = f'"{sha256(reply.body).hexdigest()[:16]}"'
            known = reply.status == 200 and self.headers.get("If-None-Match") == tag
            status, body = (304, b"") if known else (reply.status, reply.body)
            web.asked.append((host, self.path, status))
            self.send_response(status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status == 200:
                self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(body) if reply.declared is None else reply.declared))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = reply.declared is not None

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web = Web(sites, server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
