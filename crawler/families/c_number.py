"""Lists below folders such as /c100123/, of a platform that whole provinces share.

``createPageHTML('page_div', 3, 1, 'common_list', 'shtml', 45)`` says: three pages, this is the first; page k from the
second on is common_list_k.shtml. Where the page holds no list, its own program asks for JSON by the column's number
(the meta element channelid), page by page.
"""

import json
import re

from crawler.families.page import ListPage, link_of, read_links, tree_of, without_twins
from crawler.families.paging import paging_of
from crawler.families.scripts import row_of
from crawler.requests import parameters_of
from crawler.urls import join

SEARCH = "/common/search/"
PROGRAM = re.compile(r"/common/search/|/searchList/")
QUERY = "_isAgg=true&_isJson=true&_pageSize=20&_template=index&page={page}"


def matches(text: str) -> bool:
    """Whether a page carries the platform's paging script, asks for its list by JSON, or is such an answer."""
    if text[:1] in "{[":
        return '"results"' in text
    paging = paging_of(text)
    return bool(paging and paging.box) or (PROGRAM.search(text) is not None and _channel(text) is not None)


def read(text: str, url: str) -> ListPage:
    """Reads one page of the list at ``url``, or an answer to the program of such a page."""
    if text[:1] in ("{", "["):
        return _read_answer(text, url)
    links = without_twins(read_links(text, url))
    paging = paging_of(text)
    if paging is not None and any(link.date for link in links):
        files = (
            f"{paging.name}_{k}.{paging.extension}" for k in range(2, (paging.count or 1) + 1) if k != paging.current
        )
        pages = tuple(page for file in files if (page := join(url, file)) is not None)
        return ListPage(links, pages, count_may_be_wrong=True)
    channel = _channel(text)
    first = join(url, f"{SEARCH}{channel}?{QUERY.format(page=1)}") if channel and PROGRAM.search(text) else None
    return ListPage(links, (first,) if first else ())


def _channel(text: str) -> str | None:
    for meta in tree_of(text).iter("meta"):
        if (meta.get("name") or "").lower() == "channelid" and re.fullmatch(r"[\w-]+", meta.get("content") or ""):
            return str(meta.get("content"))
    return None


def _read_answer(text: str, url: str) -> ListPage:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ListPage((), (), gap="answers with JSON that can't be read")
    data = data.get("data", data) if isinstance(data, dict) else {}
    rows = data.get("results") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        return ListPage((), (), gap="answers without any results")
    told = (row_of(each) for each in rows if isinstance(each, dict))
    links = tuple(link for row in told if row is not None and (link := link_of(row, url)) is not None)
    page, size, total = (_integer(data.get(key)) for key in ("page", "rows", "total"))
    page = page or _integer(parameters_of(url).get("page")) or 1
    following = re.sub(r"([?&]page=)\d+", rf"\g<1>{page + 1}", url)
    has_more = bool(rows) and total is not None and page * (size or len(rows)) < total
    return ListPage(links, (following,) if has_more and following != url else (), is_counted=True)


def _integer(value: object) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else None
