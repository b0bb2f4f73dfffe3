"""Pages of a small site, for tests that crawl it or that read a single page."""

from __future__ import annotations

from tests.crawler.conftest import Web

HOST = "www.qingshan.gov.cn.example"
LIST = "/zwgk/zfxxgknb_7081/"


def page(body: str, title: str = "政府信息公开年报") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"


def row(address: str, title: str, date: str = "2024-01-26") -> str:
    return f'<li><a href="{address}">{title}</a><span>{date}</span></li>'


def article(text: str, extra: str = "") -> str:
    return page(f'<div class="TRS_Editor"><p>{text * 60}</p>{extra}</div>', "报告")


def small(web: Web, *rows: str, path: str = LIST) -> None:
    """A column of one page with these rows, and nothing said about further pages."""
    web.put(path, page("<ul>" + "".join(rows) + "</ul>"))


REPORT = row("./1.html", "枫林镇2023年政府信息公开工作年度报告")
SECOND = row("./2.html", "柳溪乡2022年政府信息公开工作年度报告", "2023-01-19")
