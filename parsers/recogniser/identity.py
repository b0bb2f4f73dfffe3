"""Who reports and for which year: what title, text, signature, container, name and address say, weighed.

What stays ambiguous stays so, and a finding tells it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from disclosure.agencies import identify, scope_of
from disclosure.report import Agency, Finding, Severity
from parsers.document import Document
from parsers.recogniser.heads import Head, name_one, read_head, titles_in
from parsers.recogniser.localities import settle
from parsers.recogniser.reporting_year import find_year
from parsers.recogniser.signatures import find_agency, hear_signature
from parsers.recogniser.titles import Title


@dataclass(frozen=True, slots=True)
class Identity:
    title: str
    agency: Agency | None
    year: int | None
    scope: str
    findings: tuple[Finding, ...]


def identify_report(document: Document, *, name: str = "", url: str = "") -> Identity:
    """Agency, year, scope and title of a document; ``name`` is a file name or the text of the link that led to it."""
    head = read_head(document)
    named = list(titles_in(name or url))
    year, findings = find_year(document, head, named, name, url)
    own = _own(head, year)
    if own and own.agency:
        agency_name = own.agency
    else:
        findings += _agencies_differ(head)
        agency_name, told = find_agency(document, named, head.site)
        findings += told
    agency = identify(agency_name) if agency_name else None
    if agency:
        agency, told = hear_signature(agency, document, "title" if own and own.agency else "page")
        findings += told
    if agency:
        agency = settle(agency, document, url, year, findings)
    titles = [*([own] if own else []), *named]
    return Identity(
        title=next((each.text for each in titles if each.agency), titles[0].text if titles else ""),
        agency=agency,
        year=year,
        scope=scope_of(agency.name) if agency else "unknown",
        findings=tuple(findings),
    )


def _own(head: Head, year: int | None) -> Title | None:
    """The title of the report: where rivals are as good, the one of the reporting year, if these name one agency."""
    if head.own is None or head.sure:
        return head.own
    if year is None and not head.own.agency:
        return head.own
    titles = [each for each in (head.own, *head.rivals) if year is None or each.year in (year, None)] or [head.own]
    agency = next((each.agency for each in titles if each.agency), "")
    return replace(titles[0], agency=agency if name_one(titles) else "")


def _agencies_differ(head: Head) -> list[Finding]:
    """A finding where the titles that may be the report's name agencies, of which none was taken."""
    titles = [each for each in (head.own, *head.rivals) if each and each.agency]
    if not titles:
        return []
    message = f"the titles do not tell whose report it is: {'; '.join(each.text for each in titles)}"
    return [Finding("agency_conflict", Severity.WARNING, message, found=", ".join(each.agency for each in titles))]
