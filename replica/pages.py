"""The pages of a demonstration site: lists, articles, files, traps, robots.txt; the same at every start."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

from replica import hanweb
from replica.catalogue import PublishedReport, article_number, article_path, published_reports
from replica.page import Page, Site, fill, moment, web_page
from replica.press.html import print_body
from replica.press.truth import make_truth
from replica.site import Encoding, SiteSpec, TrapSpec

CUT_TITLE = 26  # list pages cut a longer title and keep the whole of it in the title attribute
CUT_RECORD = 18  # and the records of hanweb lists sooner


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the column's list. ``target`` is a path on this site or an address elsewhere."""

    title: str
    published: date
    target: str


def build_site(site: SiteSpec) -> Site:
    """Every page of a site by its path, with its query where that tells pages apart."""
    reports = published_reports(site)
    pages: Site = dict(hanweb.annual_pages(site, reports))
    items: list[Item] = []
    for report in reports:
        if report.area is not None:
            continue
        pages |= _report_pages(report)
        items += _report_items(report)
    for trap in site.traps:
        path = trap.path or article_path(site, trap.published, article_number(trap.title))
        items.append(Item(trap.title, trap.published, trap.url or path))
        if trap.url is None:
            source = trap.imitates or site.name
            pages[path] = _article(site, site.encoding, trap.title, trap.published, source, _trap_body(trap))
    items.sort(key=lambda item: (item.published, item.title, item.target), reverse=True)
    newest = items[0].published
    if site.layout == "hanweb":
        pages |= hanweb.list_pages(site, [_list_item(site, site.column, item) for item in items], newest)
    else:
        pages |= dict(_list_pages(site, items))
    home = fill("home.html", site, site.encoding, column=site.column, column_name=site.column_name)
    pages["/"] = web_page(home, newest, site.encoding)
    robots = f"User-agent: *\nDisallow: {site.closed}\nAllow: /\n"
    pages["/robots.txt"] = Page(robots.encode(), "text/plain; charset=utf-8", moment(newest))
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
        pages[report.file_path] = Page(report.printed_file(), "application/pdf", moment(report.published))
        link = escape(_address(site, report.path, report.file_path))
        body += f'\n<p>附件：<a href="{link}">{escape(truth.title)}.pdf</a></p>'
    pages[report.path] = _article(site, report.encoding, truth.title, report.published, truth.agency, body)
    if report.spec.twin:
        pages[_twin(report.path)] = pages[report.path]
    return pages


def _trap_body(trap: TrapSpec) -> str:
    if trap.imitates:
        year = trap.published.year - 1
        return print_body(make_truth(trap.published.year, agency=trap.imitates, year=year))
    return "\n".join(f"<p>{escape(text)}</p>" for text in trap.body)


def _article(site: SiteSpec, encoding: Encoding, title: str, published: date, source: str, body: str) -> Page:
    text = fill(
        f"{site.layout}_article.html",
        site,
        encoding,
        title=escape(title),
        published=f"{published:%Y-%m-%d}",
        number=str(article_number(title)),
        source=escape(source),
        column=site.column,
        column_name=site.column_name,
        body=body,
    )
    return web_page(text, published, encoding)


def _list_pages(site: SiteSpec, items: list[Item]) -> Iterator[tuple[str, Page]]:
    starts = range(0, len(items), site.page_size)
    paths = [_list_path(site, number) for number in range(len(starts))]
    for number, start in enumerate(starts):
        shown = items[start : start + site.page_size]
        text = fill(
            f"{site.layout}_list.html",
            site,
            site.encoding,
            column_name=site.column_name,
            items="\n".join(_list_item(site, paths[number], item) for item in shown),
            pages=str(len(paths)),
            current=str(number),
            position=str(number + 1),
            links=_page_links(paths, number),
        )
        yield paths[number], web_page(text, items[0].published, site.encoding)


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
    limit, mark = (CUT_RECORD, "…") if site.layout == "hanweb" else (CUT_TITLE, "...")
    shown = title if len(item.title) <= limit else f"{escape(item.title[:limit])}{mark}"
    return (
        f'<li><a href="{target}" target="_blank" title="{title}">{shown}</a><span>{item.published:%Y-%m-%d}</span></li>'
    )


def _address(site: SiteSpec, page: str, target: str) -> str:
    """How a page of this site links to a target: relative with ./ and ../ on TRS, from the root elsewhere."""
    if not target.startswith("/") or site.layout != "trs":
        return target
    relative = posixpath.relpath(target, posixpath.dirname(page))
    return relative if relative.startswith("..") else f"./{relative}"
