"""The pages of a demonstration site: lists, articles, files, traps, robots.txt; the same at every start."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from importlib import resources
from string import Template

from replica.catalogue import PublishedReport, article_number, article_path, published_reports
from replica.press.html import print_body
from replica.press.truth import make_truth
from replica.site import SiteSpec, TrapSpec

HTML = "text/html; charset=utf-8"
NOTICE = "演示网站：本站页面与数字均为虚构，仅供软件演示与测试。"
CUT_TITLE = 26  # list pages cut a longer title and keep the whole of it in the title attribute


@dataclass(frozen=True, slots=True)
class Page:
    """One resource and the validators that a server gives with it."""

    body: bytes
    content_type: str
    last_modified: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the column's list. ``target`` is a path on this site or an address elsewhere."""

    title: str
    published: date
    target: str


def build_site(site: SiteSpec) -> dict[str, Page]:
    """Every page of a site by its path."""
    pages: dict[str, Page] = {}
    items: list[Item] = []
    for report in published_reports(site):
        pages |= _report_pages(report)
        items += _report_items(report)
    for trap in site.traps:
        path = trap.path or article_path(site, trap.published, article_number(trap.title))
        items.append(Item(trap.title, trap.published, trap.url or path))
        if trap.url is None:
            pages[path] = _article(site, trap.title, trap.published, _trap_source(site, trap), _trap_body(trap))
    items.sort(key=lambda item: (item.published, item.title, item.target), reverse=True)
    pages |= dict(_list_pages(site, items))
    newest = items[0].published
    pages["/"] = _page(_fill("home.html", site, column=site.column, column_name=site.column_name), newest)
    robots = f"User-agent: *\nDisallow: {site.closed}\nAllow: /\n"
    pages["/robots.txt"] = Page(robots.encode(), "text/plain; charset=utf-8", _moment(newest))
    return pages


def _report_items(report: PublishedReport) -> list[Item]:
    items = [Item(report.truth.title, report.published, report.path)]
    if report.spec.twin:
        items.append(Item(report.truth.title, report.published, _twin(report.path)))
    return items


def _twin(path: str) -> str:
    stem, extension = posixpath.splitext(path)
    return f"{stem}_wap{extension}"


def _report_pages(report: PublishedReport) -> dict[str, Page]:
    site, truth = report.site, report.truth
    body = print_body(truth, report.spec.html) if report.in_page else "<p>报告正文见附件。</p>"
    pages: dict[str, Page] = {}
    if report.file_path is not None:
        pages[report.file_path] = Page(report.printed_file(), "application/pdf", _moment(report.published))
        link = escape(_address(site, report.path, report.file_path))
        body += f'\n<p>附件：<a href="{link}">{escape(truth.title)}.pdf</a></p>'
    pages[report.path] = _article(site, truth.title, report.published, truth.agency, body)
    if report.spec.twin:
        pages[_twin(report.path)] = pages[report.path]
    return pages


def _trap_source(site: SiteSpec, trap: TrapSpec) -> str:
    return trap.imitates or site.name


def _trap_body(trap: TrapSpec) -> str:
    if trap.imitates:
        year = trap.published.year - 1
        return print_body(make_truth(trap.published.year, agency=trap.imitates, year=year))
    return "\n".join(f"<p>{escape(text)}</p>" for text in trap.body)


def _article(site: SiteSpec, title: str, published: date, source: str, body: str) -> Page:
    text = _fill(
        f"{site.layout}_article.html",
        site,
        title=escape(title),
        published=f"{published:%Y-%m-%d}",
        number=str(article_number(title)),
        source=escape(source),
        column=site.column,
        column_name=site.column_name,
        body=body,
    )
    return _page(text, published)


def _list_pages(site: SiteSpec, items: list[Item]) -> Iterator[tuple[str, Page]]:
    starts = range(0, len(items), site.page_size)
    paths = [_list_path(site, number) for number in range(len(starts))]
    for number, start in enumerate(starts):
        shown = items[start : start + site.page_size]
        text = _fill(
            f"{site.layout}_list.html",
            site,
            column_name=site.column_name,
            items="\n".join(_list_item(site, paths[number], item) for item in shown),
            pages=str(len(paths)),
            current=str(number),
            position=str(number + 1),
            links=_page_links(paths, number),
        )
        yield paths[number], _page(text, items[0].published)


def _list_path(site: SiteSpec, number: int) -> str:
    """Address of list page ``number`` (from 0): the directory, index_1, index_2; or list, list_2, list_3."""
    if number == 0:
        return site.column
    if site.layout == "trs":
        return f"{site.column}index_{number}.html"
    stem, extension = posixpath.splitext(site.column)
    return f"{stem}_{number + 1}{extension}"


def _page_links(paths: list[str], number: int) -> str:
    targets = [("首页", 0), ("上一页", number - 1), ("下一页", number + 1), ("尾页", len(paths) - 1)]
    return " ".join(
        f'<a href="{paths[target]}">{text}</a>' if 0 <= target < len(paths) else f"<span>{text}</span>"
        for text, target in targets
    )


def _list_item(site: SiteSpec, page: str, item: Item) -> str:
    title, target = escape(item.title), escape(_address(site, page, item.target))
    shown = title if len(item.title) <= CUT_TITLE else f"{escape(item.title[:CUT_TITLE])}..."
    return (
        f'<li><a href="{target}" target="_blank" title="{title}">{shown}</a><span>{item.published:%Y-%m-%d}</span></li>'
    )


def _address(site: SiteSpec, page: str, target: str) -> str:
    """How a page of this site links to a target: relative with ./ and ../ on TRS, from the root elsewhere."""
    if not target.startswith("/") or site.layout != "trs":
        return target
    relative = posixpath.relpath(target, posixpath.dirname(page))
    return relative if relative.startswith("..") else f"./{relative}"


def _fill(template: str, site: SiteSpec, **values: str) -> str:
    text = resources.files("replica").joinpath("templates", template).read_text(encoding="utf-8")
    return Template(text).substitute(
        values, site_name=site.name, site_domain=site.host, site_id=site.site_id, notice=NOTICE
    )


def _page(text: str, published: date) -> Page:
    return Page(text.encode(), HTML, _moment(published))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), UTC)
