"""What the giver of a document says of it: it completes what the document says, and never overrules it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from disclosure.agencies import identify, resolve, short_name
from disclosure.report import Agency, Finding, Report, Severity, Status

_NO_REPORT = (Status.UNREADABLE, Status.NOT_A_REPORT)


@dataclass(frozen=True, slots=True)
class Stated:
    """``within``: the code of the division whose site carried the document, or ''."""

    agency: str | None
    year: int | None
    within: str = ""


class _Judged(NamedTuple):
    report: Report
    finding: Finding | None = None


def complete(report: Report, stated: Stated) -> Report:
    """The report with the agency and year that it does not tell itself; findings say what was taken, what differs."""
    if report.status in _NO_REPORT:
        return report
    for judge in (_judge_agency, _judge_year):
        report, finding = judge(report, stated)
        if finding is not None:
            report = report.with_findings(finding)
    return report


def contradictions(report: Report, stated: Stated) -> list[Finding]:
    """What the document says otherwise than its giver."""
    return [each for each in complete(report, stated).findings if each.rule == "stated_otherwise"]


def _judge_year(report: Report, stated: Stated) -> _Judged:
    if stated.year is None or report.year == stated.year:
        return _Judged(report)
    if report.year is not None:
        return _Judged(report, _otherwise("year", str(stated.year), str(report.year)))
    return _Judged(replace(report, year=stated.year), _taken("year", str(stated.year)))


def _judge_agency(report: Report, stated: Stated) -> _Judged:
    if not stated.agency:
        return _Judged(report)
    given, own = resolve(identify(stated.agency), stated.within), report.agency
    if own is None or not own.name:
        return _Judged(replace(report, agency=given), _taken("agency", given.name))
    if not _same(own, given):
        return _Judged(report, _otherwise("agency", given.name, own.name))
    if own.division_code is None and given.division_code is not None:
        return _Judged(replace(report, agency=replace(given, uscc=own.uscc)), _taken("division", given.name))
    return _Judged(report)


def _same(own: Agency, given: Agency) -> bool:
    """Whether two names may be those of one agency: they fit one division, and say the same within it."""
    if own.division_code and given.division_code:
        return own.division_code == given.division_code and short_name(own) == short_name(given)
    if own.division_code is None and given.division_code is None:
        return own.name.endswith(given.name) or given.name.endswith(own.name)
    known, vague = (own, given) if own.division_code else (given, own)
    candidates = {candidate.division_code for candidate in vague.candidates}
    fits = not candidates or known.division_code in candidates
    return fits and short_name(replace(vague, division_code=known.division_code)) == short_name(known)


def _taken(what: str, value: str) -> Finding:
    message = f"the document does not tell its {what}: that it is {value} is what its giver says"
    return Finding("stated", Severity.INFO, message, found=value)


def _otherwise(what: str, stated: str, found: str) -> Finding:
    message = f"the document's {what} is {found}; its giver says {stated}"
    return Finding("stated_otherwise", Severity.ERROR, message, expected=stated, found=found)
