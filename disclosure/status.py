"""The status of a report: the first that holds, from what was read and what the rules say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from disclosure.report import TABLES, Reading, Severity, State, Status
from disclosure.rules import RuleResult

#: below this a reading may itself be the reason why an equation fails
SURE = 0.9
_REQUIRED = TABLES[:3]  #: of the form since FY2019; the statistics before it stand alone


def status_of(
    editions: Mapping[str, str | None], cells: Mapping[str, Reading], failures: Sequence[RuleResult]
) -> Status:
    """Status of a document that is a report; ``failures`` are those of its rules.

    A cell that is no number, or an absent table, leaves an equation untested: ``incomplete``. That also covers the
    all-zero report: it counts as reconciled only when every slot of its forms was found.
    """
    found = [table for table in TABLES if editions.get(table)]
    if found != ["statistics"] and not set(_REQUIRED) <= set(found):
        return Status.INCOMPLETE
    number = State.NUMBER
    if [reading for reading in cells.values() if reading.state is not number]:
        return Status.INCOMPLETE
    failed = [result for result in failures if result.severity is Severity.ERROR]
    if not failed:
        return Status.RECONCILED
    unsure = {
        address for address, reading in cells.items() if reading.confidence is not None and reading.confidence < SURE
    }
    if any(unsure.intersection(result.addresses) for result in failed):
        return Status.SUSPECTED_MISREAD
    return Status.PRINTED_INCONSISTENT
