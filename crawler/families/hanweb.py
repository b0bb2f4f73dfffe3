"""Hanweb JCMS columns: records in script CDATA, further ones by ``dataproxy.jsp``.

The column's page holds the first group of records in ``<script type="text/xml"><datastore>``; its script
(``$('#unit').jpage({...})``) says where and with which form the others are had, by POST unless it says GET. A range is
always asked for whole, past the last record too, so that its address stays the same when the list grows. Where no
script says so, ``<nextgroup>`` links to the next group. Scripts are read, never run.
"""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.families import annual
from crawler.families.page import Link, ListPage, read_links, tree_of, without_twins
from crawler.requests import parameters_of, post_address, request_of
from crawler.urls import join

RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL | re.IGNORECASE)
ROW = re.compile(r"</?(?:li|tr|ul|table|tbody)\b[^>]*>", re.IGNORECASE)
NEXT_GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[\s*<a[^>]*\bhref=[\"']([^\"']+)", re.DOTALL)
CALL = re.compile(r"(?:\$|\bjQuery)\(\s*[\"']#([\w-]+)[\"']\s*\)\s*\.jpage\s*\(\s*\{")
FORM = re.compile(r"\bajaxParam\s*:\s*\{([^{}]*)\}")
FORM_FIELD = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s,'\"]+))")
COLUMN_PATH = re.compile(r"/col/col(\d+)/")
PROXY = "dataproxy.jsp"
GROUP_SIZE = 3  # pages in a group where the script does not say


def matches(text: str) -> bool:
    """Whether a page carries the family's records or paging script, or lists annual-report pages."""
    return bool("<datastore>" in text or CALL.search(text)) or annual.matches(text)


def is_page_of(address: str, column: str) -> bool:
    """Whether ``address`` is a further page of the column at the address ``column``."""
    found = COLUMN_PATH.search(column)
    if annual.is_annual(column):
        return annual.is_annual(address)
    return found is not None and PROXY in address and parameters_of(address).get("columnid") == found[1]


def read(text: str, url: str) -> ListPage:
    """Reads one page of the list at ``url``: a column's page, an answer of dataproxy.jsp, or an annual-report page."""
    if annual.is_annual(url):
        return annual.read(text, url)
    records = _records(text)
    if PROXY in urlsplit(url).path:
        page, is_guess = _range_after(text, url, len(records))
        links = without_twins(_links_of(records, url))
        gap = _unanswered(text, url, len(records))
        return ListPage(links, (page,) if page else (), next_is_guess=is_guess, is_counted=True, gap=gap)
    pages, gap = _groups_after_first(text, url, len(records))
    links = without_twins({link.url: link for link in (*read_links(text, url), *_links_of(records, url))}.values())
    return ListPage(links, pages, gap=gap)


def _records(text: str) -> list[str]:
    """The records' HTML; some systems escape it, inside of CDATA or instead of it."""
    return [unescape(record) if "<" not in record else record for record in RECORD.findall(text)]


def _unanswered(text: str, url: str, records: int) -> str | None:
    """A sentence where an answer holds nothing of a range that its own total says there is."""
    start, total = _number(parameters_of(url).get("startrecord")), _number(_element(text, "totalrecord"))
    if records or start is None or total is None or start > total:
        return None
    return f"has {total} entries and gives none of those from {start} on"


def _links_of(records: list[str], url: str) -> tuple[Link, ...]:
    """A record is a row of its own, whatever element it is made of."""
    rows = "".join(f"<li>{ROW.sub(' ', record)}</li>" for record in records)
    return read_links(f"<html><body><ul>{rows}</ul></body></html>", url) if records else ()


def _range_after(text: str, url: str, records: int) -> tuple[str | None, bool]:
    """The address of the group after the one at ``url``, and whether it may not exist: no total is told."""
    asked = parameters_of(url)
    start, end = _number(asked.get("startrecord")), _number(asked.get("endrecord"))
    if not records:
        return None, False
    if start is None or end is None:
        return _next_group(text, url), False
    total = _number(_element(text, "totalrecord"))
    if end >= total if total is not None else records <= end - start:
        return None, False
    return _range(url, end + 1, 2 * end - start + 1), total is None


def _groups_after_first(text: str, url: str, records: int) -> tuple[tuple[str, ...], str | None]:
    """Addresses of what follows the ``records`` on the column's page, and a sentence when they are not told.

    Menus beside the list may be lists of other columns: where a script names this column, the others are left alone.
    """
    lists = _own_lists(text, url, records)
    if not lists:
        group = _next_group(text, url) if records else None
        total = _number(_element(text, "totalrecord")) or 0
        return ((group,), None) if group else ((), _gap(total, records) if total > records else None)
    pages: list[str] = []
    gap = None
    for options, held in lists:
        total = _number(_option(options, "totalRecord")) or _number(_element(text, "totalrecord")) or 0
        if total <= held or _option(options, "groupSize") == "0":
            continue
        address = _first_range(options, text, url, held)
        gap = gap if address else _gap(total, held)
        pages += [address] if address else []
    return tuple(pages), gap


def _own_lists(text: str, url: str, records: int) -> list[tuple[str, int]]:
    """The paging scripts of the column's list: what each is told, and how many records the page holds of it."""
    calls = list(CALL.finditer(text))
    # What a call is told, up to the next call.
    lists = [(call[1], text[call.end() : call.end() + 4000].split(".jpage", 1)[0]) for call in calls]
    column = COLUMN_PATH.search(url)
    own = [each for each in lists if column and _option(each[1], "columnid") == column[1]]
    return [
        (options, len(_records(_datastore(text, name))) if len(calls) > 1 else records)
        for name, options in own or lists
    ]


def _gap(total: int, held: int) -> str:
    return f"has {total} entries and does not say where those after {held} are"


def _next_group(text: str, url: str) -> str | None:
    link = NEXT_GROUP.search(text)
    return join(url, link[1].replace("&amp;", "&")) if link else None


def _first_range(options: str, text: str, url: str, held: int) -> str | None:
    """The address of the records after the first ``held``, or None when the script does not say how they are had."""
    per_page = _number(_option(options, "perPage")) or _number(_element(text, "perpage"))
    group = _number(_option(options, "groupSize")) or GROUP_SIZE
    proxy, form = join(url, _option(options, "proxyUrl") or "#"), FORM.search(options)
    if not per_page or proxy is None or PROXY not in proxy:
        return None
    fields = [(name, next(filter(None, values), "")) for name, *values in FORM_FIELD.findall(form[1] if form else "")]
    # What says whose records are wanted may stand in the address as well, besides the range.
    named = parse_qsl(urlsplit(proxy).query, keep_blank_values=True)
    named = [(name, value) for name, value in named if name not in ("startrecord", "endrecord", "perpage")]
    if not fields and not named:
        return None
    asked = [*named, ("startrecord", "0"), ("endrecord", "0"), ("perpage", str(per_page))]
    address = f"{proxy.partition('?')[0]}?{urlencode(asked)}"
    is_get = re.search(r"\b(?:ajaxType|type|method)\s*:\s*[\"']get[\"']", options, re.IGNORECASE)
    address = f"{address}&{urlencode(fields)}" if is_get else post_address(address, fields)
    return _range(address, held + 1, held + group * per_page)


def _range(address: str, start: int, end: int) -> str:
    """The same address for other records."""
    request = request_of(address)
    query = re.sub(r"\bstartrecord=\d+", f"startrecord={start}", request.url)
    return re.sub(r"\bendrecord=\d+", f"endrecord={end}", query) + address[len(request.url) :]


def _datastore(text: str, name: str) -> str:
    """The records that stand inside the element that the script names."""
    scripts = tree_of(text).xpath("//*[@id=$name]//script", name=name)
    return "".join(script.text or "" for script in scripts)


def _option(options: str, name: str) -> str | None:
    found = re.search(rf"\b{name}\s*:\s*[\"']?([^\"',\s}}]+)", options)
    return found[1] if found else None


def _element(text: str, name: str) -> str | None:
    found = re.search(rf"<{name}>\s*(?:<!\[CDATA\[)?\s*(\d+)", text)
    return found[1] if found else None


def _number(digits: str | None) -> int | None:
    return int(digits) if digits and digits.isdecimal() else None
