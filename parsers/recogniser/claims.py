"""What the prose claims against the tables, and against itself. Nothing is corrected; a difference is a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from itertools import groupby

from disclosure.measures import Measure, load_measures
from disclosure.report import Finding, Mention, Reading, Severity, State

_RECEIVED = "requests_received"
_CHANNELS = tuple(f"requests_{channel}" for channel in ("in_person", "by_letter", "by_fax", "by_email", "online"))
#: in units of the form, which counts amounts in 万元
_FACTORS = {"元": Decimal("0.0001"), "亿元": Decimal(10_000)}


def compare(mentions: Sequence[Mention], cells: Mapping[str, Reading]) -> list[Finding]:
    """Findings where no exact number said of a measure is one that the table gives for it.

    Some count the requests carried in among those received: then either number holds, and a finding says which was
    meant. Where the tables have no number, nothing can be said.
    """
    said: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if not mention.approximate:
            said[mention.measure].append(mention)
    findings: list[Finding] = []
    for code, exact in said.items():
        findings += _against_table(load_measures()[code], exact, cells)
    return [*findings, *_channels(mentions)]


def _against_table(measure: Measure, said: Sequence[Mention], cells: Mapping[str, Reading]) -> Iterable[Finding]:
    sums = [
        (addresses, total) for each in measure.table if (found := _sum(each, cells)) for addresses, total in [found]
    ]
    if not sums:
        return
    claims = {mention.value * _FACTORS.get(mention.unit or "", Decimal(1)): mention for mention in said}
    agreeing = next(((addresses, total) for addresses, total in sums if total in claims), None)
    addresses, total = sums[0]
    if agreeing is None:
        value, mention = next(iter(claims.items()))
        message = f"the prose says {value:f} for {measure.code} («{mention.raw}»), the table says {total:f}"
        yield Finding("prose_differs", Severity.WARNING, message, addresses, f"{total:f}", f"{value:f}")
    elif measure.code == _RECEIVED and agreeing[1] != total:
        message = f"the {agreeing[1]:f} requests received that the prose says include those carried in"
        yield Finding("prose_includes_carried_in", Severity.INFO, message, agreeing[0])


def _sum(patterns: Sequence[str], cells: Mapping[str, Reading]) -> tuple[tuple[str, ...], Decimal] | None:
    """The cells that the patterns mean and their sum; None unless all of them hold numbers."""
    addresses = tuple(
        address for pattern in patterns for address in ([pattern] if "*" not in pattern else _matching(pattern, cells))
    )
    values = [
        reading.value for address in addresses if (reading := cells.get(address)) and reading.state is State.NUMBER
    ]
    numbers = [value for value in values if value is not None]
    return (addresses, sum(numbers, Decimal(0))) if addresses and len(numbers) == len(addresses) else None


def _matching(pattern: str, cells: Mapping[str, Reading]) -> list[str]:
    return [address for address in cells if fnmatchcase(address, pattern)]


def _channels(mentions: Sequence[Mention]) -> Iterable[Finding]:
    """The requests by channel against the number received that the same section says before them."""
    for _, group in groupby(mentions, key=lambda mention: mention.section):
        told = list(group)
        totals = {mention.value for mention in told if mention.measure == _RECEIVED and not mention.approximate}
        parts = {mention.measure: mention for mention in told if mention.measure in _CHANNELS}
        if len(totals) != 1 or len(parts) < 2 or any(part.approximate for part in parts.values()):
            continue
        total, found = totals.pop(), sum((part.value for part in parts.values()), Decimal(0))
        if found != total:
            severity = Severity.WARNING if found > total else Severity.INFO
            message = f"the prose says {total:f} requests were received, its numbers by channel add up to {found:f}"
            yield Finding("prose_channels", severity, message, expected=f"{total:f}", found=f"{found:f}")
