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
YEAR_TAB = re.compile(r"^(20\d\d)年?度?(?:政府)?(?:信息公开)?(?:工作)?(?:年报|年度报告|报告)?$")
LINK = re.compile(r"xxgkannualreport\.jsp\?[^\"'<>\s]*\barea=")
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
    return LINK.search(text.lower()) is not None


def read(text: str, url: str) -> ListPage:
    """The reports of the agency whose page ``url`` is, and the pages of the other agencies.

    A tab says no more than its year, so a link's text is the agency's name in the unit list and the year of the tab.
    """
    references = list(_references(text, url))
    own = parse_qs(urlsplit(url).query).get("area", [""])[0]
    tabs = [each for each in references if _is_tab(each) and own in ("", each.area)]
    names = {each.area: each.label for each in references if not _is_tab(each)}
    years = [(each.page, each.area, each.year) for each in tabs]
    # The tab of the year that is shown is often no link.
    years += [(tabs[0].page, own or tabs[0].area, year) for year in (_shown_years(text) if tabs else ())]
    reports = {
        _address(page, area, year): TITLE.format(agency=names.get(area, ""), year=year) for page, area, year in years
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


def _shown_years(text: str) -> Iterator[str]:
    """The years of tabs that are no links: elements of their own beside tabs that are."""
    for element in tree_of(text).iter("span", "li", "b", "strong", "em", "a", "div", "td"):
        found = YEAR_TAB.match("".join(element.text_content().split()))
        if found is None or len(element) or is_annual(reference_of(element)):
            continue
        row = element.getparent()
        row = row.getparent() if row is not None and row.tag == "li" else row
        if row is not None and any(is_annual(reference_of(link)) for link in row.iter("a")):
            yield found[1]


def _is_tab(reference: _Reference) -> bool:
    found = YEAR_TAB.match(reference.label)
    return found is not None and reference.year == found[1]


def _address(page: str, area: str, year: str | None = None) -> str:
    fields = {"area": area} | ({"fbtime": year} if year else {})
    return f"{page}?{urlencode(fields)}"
