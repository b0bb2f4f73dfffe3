"""Which rendition of a report speaks for its article: often the page and an attachment hold the same report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from disclosure.agencies import short_name
from disclosure.report import Report, State

if TYPE_CHECKING:
    from warehouse.ledger import Rendition
    from warehouse.rows import ParsedDocument

Key = tuple[str, str, int | None]  #: article, short name of the agency, year
Rank = tuple[int, bool, str]  #: numbers, whether it is a page, URL
HTML = "text/html"
_LOWEST: Rank = (-1, False, "")


def mark_primary(documents: Iterable[ParsedDocument], earlier: Iterable[Rendition] = ()) -> list[ParsedDocument]:
    """The documents with ``primary`` set: per report of an article the one with most numbers, the HTML page on ties.

    A document of several reports is primary when it is the best for one of them. ``earlier`` is what was read of the
    same articles before tonight: it counts as well, but for what stood at a URL that has now been read anew.
    """
    documents = list(documents)
    best: dict[Key, Rank] = {}
    for document in documents:
        for report in document.reports:
            key = _key(document, report)
            best[key] = max(best.get(key, _LOWEST), _rank(document, report))
    read_anew = {document.url for document in documents}
    for each in earlier:
        key = (each.article_url, each.short_name, each.year)
        if each.url not in read_anew:
            best[key] = max(best.get(key, _LOWEST), (each.numbers, each.media_type == HTML, each.url))
    return [
        replace(
            document,
            primary=any(_rank(document, report) == best[_key(document, report)] for report in document.reports),
        )
        for document in documents
    ]


def _key(document: ParsedDocument, report: Report) -> Key:
    name = short_name(report.agency) if report.agency and report.agency.name else ""
    return document.article_url or document.url, name, report.year


def _rank(document: ParsedDocument, report: Report) -> Rank:
    numbers = sum(reading.state is State.NUMBER for reading in report.cells.values())
    return numbers, document.media_type == HTML, document.url
