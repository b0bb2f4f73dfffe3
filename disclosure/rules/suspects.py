"""What broken and untested equations say about single cells: suspects, and values that a sum implies.

Both stand beside what is printed, as suggestions; nothing printed is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from disclosure.report import Finding, Reading, State, Suggestion
from disclosure.rules import RuleResult, key_of, numbers_of
from disclosure.rules.instances import Instance, spell_out_all

#: more cells than these under the same suspicion say nothing about any of them
_MOST_NAMED = 5
#: slots in which a number that a sum implies may be suggested
_GAPS = frozenset((State.BLANK, State.TEXT, State.MISSING, State.UNREADABLE))


class Suspect(NamedTuple):
    """A cell whose change to ``value`` would mend the ``mended`` equations and break ``broken`` that hold now."""

    address: str
    value: Decimal
    mended: tuple[Instance, ...]
    broken: int

    @property
    def weight(self) -> int:
        return len(self.mended) - self.broken

    def __str__(self) -> str:
        rules = ", ".join(sorted({instance.rule for instance in self.mended}))
        return f"{self.address} ({self.value:f} instead would mend {rules})"


@cache
def _equations(editions: tuple[tuple[str, str], ...]) -> dict[str, tuple[Instance, ...]]:
    """Equations by the addresses that stand in them."""
    found: dict[str, list[Instance]] = {}
    for instance in spell_out_all(editions):
        if instance.relation == "equal" and instance.limit is None and not instance.is_empty:
            for address in instance.addresses:
                found.setdefault(address, []).append(instance)
    return {address: tuple(instances) for address, instances in found.items()}


def explain(
    failed: Sequence[RuleResult], editions: Mapping[str, str | None], cells: Mapping[str, Reading]
) -> tuple[list[Finding], dict[str, Suggestion]]:
    """The findings of failed rules with their suspects named, and a suggestion where one cell alone is suspect.

    Suspects of a failed equation are its cells whose single change mends the most equations, less those it breaks.
    """
    if not failed:
        return [], {}
    equations, numbers = _equations(key_of(editions)), numbers_of(cells)
    findings, suggestions = [], {}
    for result in failed:
        suspects = _suspects(result, equations, numbers)
        finding = result.finding()
        if suspects:
            named = "; ".join(map(str, suspects))
            finding = Finding(
                finding.rule,
                finding.severity,
                f"{finding.message}; suspect: {named}",
                finding.addresses,
                finding.expected,
                finding.found,
            )
        if len(suspects) == 1 and not suspects[0].broken:
            rules = ", ".join(sorted({instance.rule for instance in suspects[0].mended}))
            suggestions[suspects[0].address] = Suggestion(suspects[0].value, f"would mend rule {rules}")
        findings.append(finding)
    return findings, suggestions


def _suspects(
    result: RuleResult, equations: Mapping[str, tuple[Instance, ...]], numbers: Mapping[str, Decimal]
) -> list[Suspect]:
    own = next(
        (
            instance
            for instance in equations.get(result.addresses[0], ())
            if (instance.rule, instance.addresses) == (result.rule, result.addresses)
        ),
        None,
    )
    if own is None:
        return []
    judged = [
        _judge(address, value, equations[address], numbers)
        for address in own.addresses
        if _is_count(value := _mending(own, address, numbers))
    ]
    best = max((suspect.weight for suspect in judged), default=0)
    suspects = [suspect for suspect in judged if suspect.weight == best]
    return suspects if best > 0 and len(suspects) <= _MOST_NAMED else []


def _mending(equation: Instance, address: str, numbers: Mapping[str, Decimal]) -> Decimal:
    """What must stand at an address for an equation to hold, everything else as printed."""
    gap = _sum(equation.right, numbers) - _sum(equation.left, numbers)
    return numbers[address] + (gap if address in equation.left else -gap)


def _judge(address: str, value: Decimal, equations: Sequence[Instance], numbers: Mapping[str, Decimal]) -> Suspect:
    testable = [each for each in equations if all(other in numbers for other in each.addresses)]
    mended = tuple(each for each in testable if _mending(each, address, numbers) == value)
    broken = sum(_mending(each, address, numbers) == numbers[address] for each in testable)
    return Suspect(address, value, mended, broken)


def _sum(addresses: Sequence[str], numbers: Mapping[str, Decimal]) -> Decimal:
    return sum((numbers[address] for address in addresses), Decimal(0))


def _is_count(value: Decimal) -> bool:
    return value >= 0 and value == value.to_integral_value()


def imply(editions: Mapping[str, str | None], cells: Mapping[str, Reading]) -> dict[str, Suggestion]:
    """Values that equations imply for cells without a number, where all equations that tell agree.

    A lone gap is what the rest leaves for it. Several blanks on one side of an equation that closes without them
    are 0, each of them: counts are never negative.
    """
    implied: dict[str, set[tuple[Decimal, str]]] = {}
    numbers = numbers_of(cells)
    equations = {id(each): each for group in _equations(key_of(editions)).values() for each in group}
    for equation in equations.values():
        for address, value in _implied_by(equation, cells, numbers):
            implied.setdefault(address, set()).add((value, equation.rule))
    suggestions = {}
    for address, found in implied.items():
        values = {value for value, _ in found}
        if len(values) == 1 and _is_count(value := values.pop()):
            rules = ", ".join(sorted(rule for _, rule in found))
            suggestions[address] = Suggestion(value, f"implied by rule {rules}")
    return suggestions


def _implied_by(
    equation: Instance, cells: Mapping[str, Reading], numbers: Mapping[str, Decimal]
) -> Iterator[tuple[str, Decimal]]:
    gaps = [address for address in equation.addresses if address not in numbers]
    if not gaps or not all(address in cells and cells[address].state in _GAPS for address in gaps):
        return
    left, right = (
        sum((numbers.get(address, Decimal(0)) for address in side), Decimal(0))
        for side in (equation.left, equation.right)
    )
    on_left = gaps[0] in equation.left
    rest = right - left if on_left else left - right
    if len(gaps) == 1:
        yield gaps[0], rest
    elif rest == 0 and all(
        (address in equation.left) == on_left and cells[address].state is State.BLANK for address in gaps
    ):
        yield from ((address, Decimal(0)) for address in gaps)
