"""Hanweb's annual-report pages: ``xxgkAnnualReport.jsp?area=<credit or organisation code>&fbtime=<year>``.

Each shows one report, with a tab for every year of its agency and a list of the units. The page without ``fbtime`` is
read as the agency's list: its links are the tabs, its further pages the other units. A registry column is such a page,
with or without ``area``, and never with ``fbtime``, which is a report.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from crawler.families.page import Link, ListPage, base_of, tree_of
from crawler.families.reference import reference_of
from crawler.urls import join

FILE = "/xxgkannualreport.jsp"
YEAR_TAB = re.compile(r"^(20\d\d)年?度?(?:年报|报告)?$")
TITLE = "{agency}{year}年政府信息公开工作年度报告"


@dataclass(frozen=True)
class _Reference:
    """A link to an annual-report page: whose, of which year (None: of no one), and what it reads."""

    page: str
    area: str
    year: str | None
    label: str


def is_annual(address: str) -> bool:
    """Whether an address is that of an annual-report page."""
    return urlsplit(address).path.lower().endswith(FILE)


def matches(text: str) -> bool:
    """Whether a page links to annual-report pages."""
    return f"{FILE[1:]}?area=" in text.lower()


def read(text: str, url: str) -> ListPage:
    """The reports of the agency whose page ``url`` is, and the pages of the other agencies.

    A tab says no more than its year, so a link's text is the agency's name in the unit list and the year of the tab.
    """
    references = list(_references(text, url))
    own = parse_qs(urlsplit(url).query).get("area", [""])[0]
    tabs = [each for each in references if _is_tab(each) and own in ("", each.area)]
    names = {each.area: each.label for each in references if not _is_tab(each)}
    reports = {
        _address(each.page, each.area, each.year): TITLE.format(agency=names.get(each.area, ""), year=each.year)
        for each in tabs
    }
    units = {_address(each.page, each.area): None for each in references if not _is_tab(each)}
    return ListPage(
        links=tuple(Link(address, title, None) for address, title in reports.items()),
        next_pages=tuple(address for address in units if address != url),
    )


def _references(text: str, url: str) -> Iterator[_Reference]:
    base = base_of(text, url)
    for anchor in tree_of(text).iter("a"):
        address = join(base, reference_of(anchor) or "#")
        if address is None or not is_annual(address):
            continue
        parts = urlsplit(address)
        query = parse_qs(parts.query)
        label = "".join((anchor.get("title") or anchor.text_content()).split())
        if "area" in query and label:
            page = f"{parts.scheme}://{parts.netloc}{parts.path}"
            yield _Reference(page, query["area"][0], query.get("fbtime", [None])[0], label)


def _is_tab(reference: _Reference) -> bool:
    found = YEAR_TAB.match(reference.label)
    return found is not None and reference.year == found[1]


def _address(page: str, area: str, year: str | None = None) -> str:
    fields = {"area": area} | ({"fbtime": year} if year else {})
    return f"{page}?{urlencode(fields)}"
