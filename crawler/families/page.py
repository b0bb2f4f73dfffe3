"""What a family makes of a list page, and the reading of its links that all families share."""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import html
from lxml.html import HtmlElement

from crawler.families.reference import reference_of
from crawler.families.scripts import Row, rows_in, written_html
from crawler.urls import join

DATE = re.compile(r"(?<!\d)(19\d\d|20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)\s*日?")
# A link's row is the nearest of these elements; nothing above them says anything about one link alone.
ROW_TAGS = ("li", "tr", "dd", "dt", "p", "div")
CUT_SHORT = re.compile(r"(\.{2,}|…+)$")
TWIN = re.compile(r"_(wap|app)(\.s?html?)$", re.IGNORECASE)
# Articles as publishing systems write them to files: t20240116_123.html, art_1229_33.html, 202401/<32 digits>.shtml.
ARTICLE_FILE = re.compile(
    r"(/(?:t\d{6,8}_\d+\w*|art_\d+_\d+|\d{6}/(?:c\d\d_\d+|[0-9a-f]{32}))\.s?html?)\?.*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Link:
    """A link of a list: absolute address, its text in full, and the date beside it."""

    url: str
    text: str
    date: datetime.date | None


@dataclass(frozen=True)
class ListPage:
    """Links in page order, and further pages of the same list (addresses as in ``crawler.requests``).

    ``next_is_guess``: the number of pages is not printed, so the next page may not exist. ``count_may_be_wrong``: it is
    printed, by a publishing system that has been seen to print too large a number. ``is_counted``: the list says how
    many entries it has, so that a page which repeats others hides some. ``gap``: a sentence where it has more entries
    than can be had. ``parts``: frames and sub-columns that hold lists of their own.
    """

    links: tuple[Link, ...]
    next_pages: tuple[str, ...]
    next_is_guess: bool = False
    count_may_be_wrong: bool = False
    is_counted: bool = False
    gap: str | None = None
    parts: tuple[str, ...] = ()


# Several questions are asked of each page right after one another.
@lru_cache(maxsize=4)
def tree_of(text: str) -> HtmlElement:
    """The element tree of an HTML page, not to be changed; an empty body when there is nothing to read."""
    # A str with an XML declaration that names an encoding is refused by lxml.
    cleaned = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", "")).strip()
    return html.document_fromstring(cleaned or "<html><body></body></html>")


def base_of(text: str, url: str) -> str:
    """What the relative addresses of the page at ``url`` are relative to: its own address, unless it names another."""
    return join(url, next(iter(tree_of(text).xpath("//base/@href")), "")) or url


def read_links(text: str, url: str) -> tuple[Link, ...]:
    """All links of a page with text of four characters and more, each address once; in page order, then from scripts.

    Menus are among them; they have no date, and a list is told from a menu by its dates and titles.
    """
    base = base_of(text, url)
    tree = tree_of(text)
    scripts = [script.text for script in tree.iter("script") if script.text and "xml" not in (script.get("type") or "")]
    found = _links_in(tree, base, url)
    if written := "".join(map(written_html, scripts)):
        found = _links_in(tree_of(f"<body>{written}</body>"), base, url) | found
    for row in (row for script in scripts for row in rows_in(script)):
        link = link_of(row, base)
        if link is not None and len(link.text) >= 4:
            found.setdefault(link.url, link)
    return tuple(found.values())


def link_of(row: Row, base: str) -> Link | None:
    """The link that a row of data tells of, or None when its address is none."""
    address = join(base, row.reference)
    title = " ".join(tree_of(row.title).text_content().split())
    return Link(address, title, _date_in(row.printed_date)) if address is not None else None


def _links_in(tree: HtmlElement, base: str, url: str) -> dict[str, Link]:
    nowhere = {join(base, "#"), join(url, "#")}
    found: dict[str, Link] = {}
    for anchor in tree.iter("a"):
        address = join(base, reference_of(anchor) or "#")
        title = _title(anchor)
        if address is None or len(title) < 4 or address in nowhere:
            continue
        link = Link(address, title, _date_beside(anchor))
        earlier = found.get(address)
        if earlier is None or (earlier.date is None and link.date is not None):
            found[address] = link
    return found


def without_twins(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links with mobile twins (_wap, _app) taken for the page they repeat, and without what follows a page's file.

    An article that is a file gives the same whatever query is put behind it; a query is of one night or one list.
    """
    first = {TWIN.sub(r"\2", ARTICLE_FILE.sub(r"\1", link.url)): link for link in reversed(list(links))}
    return tuple(replace(link, url=address) for address, link in reversed(first.items()))


def _title(anchor: HtmlElement) -> str:
    visible = " ".join(anchor.text_content().split())
    # Some lists put title and date into one anchor.
    visible = re.sub(rf"^[\[(]?{DATE.pattern}[\])]?\s*|\s*[\[(]?{DATE.pattern}[\])]?$", "", visible).strip()
    full = " ".join((anchor.get("title") or "").split())
    if full and (full.startswith(visible) or CUT_SHORT.search(visible)):
        return full
    return visible


def _date_beside(anchor: HtmlElement) -> datetime.date | None:
    """The date in the link's row outside its title, or inside the anchor; None when the row holds other links too."""
    for element in _rows(anchor):
        own = reference_of(anchor)
        others = [link for link in element.iter("a") if link is not anchor and reference_of(link) != own]
        if others:
            break
        outside = element.text_content().replace(anchor.text_content(), " ", 1)
        if (date := _date_in(outside)) is not None:
            return date
    parts = [part for part in anchor.itertext() if len(part.strip()) <= 16]
    return next((date for part in parts if (date := _date_in(part)) is not None), None)


def _rows(anchor: HtmlElement) -> Iterator[HtmlElement]:
    for element in anchor.iterancestors():
        if element.tag in ROW_TAGS:
            yield element
        if element.tag in ("li", "tr", "body"):
            return


def _date_in(text: str) -> datetime.date | None:
    for year, month, day in DATE.findall(text):
        try:
            return datetime.date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None
