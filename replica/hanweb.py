"""Lists of the hanweb kind: records in a script, further ones by a program, annual-report pages by agency and year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from replica.catalogue import PublishedReport, article_number
from replica.page import Asked, Page, Program, Site, fill, moment, web_page
from replica.press.html import print_body
from replica.site import SiteSpec

PROXY = "/module/web/jpage/dataproxy.jsp"
UNIT, WEB = "5513306", "3311"  # of the list on its page, and of the site
GROUP_SIZE = 2  # pages of the list that the column's page holds, and that the program gives at once


def list_pages(site: SiteSpec, rows: list[str], newest: date) -> Site:
    """The column's page with the first records, and the program that gives the others."""
    text = fill(
        "hanweb_list.html",
        site,
        site.encoding,
        column_name=site.column_name,
        datastore=_datastore(site, rows, 1, GROUP_SIZE * site.page_size),
        total=str(len(rows)),
        per_page=str(site.page_size),
        group=str(GROUP_SIZE),
        proxy=PROXY,
        unit=UNIT,
        web=WEB,
        column_id=site.column_id,
    )
    return {site.column: web_page(text, newest, site.encoding), PROXY: _proxy(site, rows, newest)}


def _datastore(site: SiteSpec, rows: list[str], start: int, end: int) -> str:
    records = "\n".join(f"<record><![CDATA[\n{row}]]></record>" for row in rows[start - 1 : end])
    return (
        f"<datastore>\n<totalrecord>{len(rows)}</totalrecord><totalpage>{-(-len(rows) // site.page_size)}</totalpage>"
        f"<perpage>{site.page_size}</perpage>\n<recordset>\n{records}\n</recordset>\n</datastore>"
    )


def _proxy(site: SiteSpec, rows: list[str], newest: date) -> Program:
    """Answers the form of the column's own script when it comes from the column's page, in GB18030 and called UTF-8."""

    def answer(asked: Asked) -> Page | None:
        wanted = {"columnid": site.column_id, "unitid": UNIT, "webid": WEB, "webname": site.name, "permissiontype": "0"}
        if asked.method != "POST" or not asked.fields.items() >= wanted.items() or site.host not in asked.referer:
            return None
        start, end = int(asked.fields["startrecord"]), int(asked.fields["endrecord"])
        body = _datastore(site, rows, start, end).encode("gb18030")
        return Page(body, "text/xml; charset=UTF-8", moment(newest), validators=False)

    return answer


def annual_pages(site: SiteSpec, reports: list[PublishedReport]) -> Iterator[tuple[str, Page]]:
    """A page for each agency and year; one for each agency with its last year, and the first of these for no agency."""
    by_area: dict[str, list[PublishedReport]] = {}
    for report in reports:
        if report.area is not None:
            by_area.setdefault(report.area, []).append(report)
    units = "\n".join(
        f'<li><a href="{site.annual}?area={area}">{escape(held[0].truth.agency)}</a></li>'
        for area, held in by_area.items()
    )
    for held in by_area.values():
        tabs = "\n".join(f'<a href="{escape(each.path)}">{each.truth.year}年</a>' for each in held)
        for each in held:
            yield each.path, _annual_page(site, each, units, tabs)
        latest = _annual_page(site, held[-1], units, tabs)
        yield f"{site.annual}?area={held[-1].area}", latest
        if held is next(iter(by_area.values())):
            yield f"{site.annual}", latest


def _annual_page(site: SiteSpec, report: PublishedReport, units: str, tabs: str) -> Page:
    text = fill(
        "hanweb_annual.html",
        site,
        report.encoding,
        column_name=site.column_name,
        title=escape(report.truth.title),
        published=f"{report.published:%Y-%m-%d}",
        number=str(article_number(report.truth.title)),
        source=escape(report.truth.agency),
        units=units,
        tabs=tabs,
        body=print_body(report.truth, report.spec.html),
    )
    return web_page(text, report.published, report.encoding, validators=False)
