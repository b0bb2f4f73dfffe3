"""Which rendition of a report speaks for its article: often the page and an attachment hold the same report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from disclosure.report import Report, State

if TYPE_CHECKING:
    from warehouse.rows import ParsedDocument

Key = tuple[str, str, int | None]  #: article, agency name, year


def mark_primary(documents: Iterable[ParsedDocument]) -> list[ParsedDocument]:
    """The documents with ``primary`` set: per report of an article the one with most numbers, the HTML page on ties.

    A document of several reports is primary when it is the best for one of them; one without any report is its
    article's only if nothing else is.
    """
    documents = list(documents)
    renditions: dict[Key, list[tuple[int, bool, str]]] = defaultdict(list)
    for document in documents:
        for report in document.reports:
            renditions[_key(document, report)].append(_rank(document, report))
    best = {key: max(ranks) for key, ranks in renditions.items()}
    return [
        replace(
            document,
            primary=any(_rank(document, report) == best[_key(document, report)] for report in document.reports),
        )
        for document in documents
    ]


def _key(document: ParsedDocument, report: Report) -> Key:
    return document.article_url or document.url, report.agency.name if report.agency else "", report.year


def _rank(document: ParsedDocument, report: Report) -> tuple[int, bool, str]:
    numbers = sum(reading.state is State.NUMBER for reading in report.cells.values())
    return numbers, document.media_type == "text/html", document.url
