"""Reconciliation within one report: rules are data (``reconciliation.yaml``), evaluated here.

Each rule gives one result for each of its instances: pass, fail, unknown (an operand is no number) or
not applicable (the edition has no such cell). Nothing is corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from disclosure.report import Finding, Reading, Severity, State
from disclosure.rules.instances import Instance, spell_out_all

_ZERO = Decimal(0)
#: sums of numbers from 0 on that stay below this are exact in the context of 28 digits
_EXACT = Decimal(10) ** 27


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105 - a result, not a secret
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class RuleResult(NamedTuple):
    """One instance of a rule. ``found`` is its left side; ``expected`` its right side, where the rule has one."""

    rule: str
    severity: Severity
    says: str
    outcome: Outcome
    addresses: tuple[str, ...]
    expected: Decimal | None = None
    found: Decimal | None = None

    def finding(self) -> Finding:
        """The finding that a failed rule makes."""
        against = "" if self.expected is None else f", the other side gives {self.expected:f}"
        return Finding(
            rule=self.rule,
            severity=self.severity,
            message=f"{self.addresses[0]}: it does not hold that {self.says}; printed is {self.found:f}{against}",
            addresses=self.addresses,
            expected=None if self.expected is None else f"{self.expected:f}",
            found=f"{self.found:f}",
        )


def evaluate(
    editions: Mapping[str, str | None],
    cells: Mapping[str, Reading],
    kind: str | None = None,
    year: int | None = None,
) -> list[RuleResult]:
    """Results of every rule that the editions' forms have cells for.

    ``kind`` is the agency's, ``year`` the reporting year.
    ``cells`` may hold readings of columns that the form does not have (``extra`` rules).
    """
    numbers = numbers_of(cells)
    return [_evaluate(instance, cells, numbers, kind, year) for instance in spell_out_all(key_of(editions))]


def failures(
    editions: Mapping[str, str | None],
    cells: Mapping[str, Reading],
    kind: str | None = None,
    year: int | None = None,
) -> list[RuleResult]:
    """Those results of ``evaluate`` that are failures, in its order and in a quarter of its time.

    Most instances ask the same of many cells; one look at all of these numbers tells that none can fail.
    """
    numbers = numbers_of(cells)
    key = key_of(editions)
    screen = _screen(key)
    suspects = {*screen.others, *_suspects_alone(screen, numbers)}
    for right, capped in screen.ceilings:
        try:
            ceiling = sum(right(numbers), _ZERO)
        except KeyError:  # a number that is not there leaves the rule untested
            continue
        suspects.update([index for left, index in capped if left in numbers and numbers[left] > ceiling])
    for left, right, index in screen.sums:
        try:
            if sum(left(numbers), _ZERO) != sum(right(numbers), _ZERO):
                suspects.add(index)
        except KeyError:
            continue
    instances = spell_out_all(key)
    results = (_evaluate(instances[index], cells, numbers, kind, year) for index in sorted(suspects))
    return [result for result in results if result.outcome is Outcome.FAIL]


def key_of(editions: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    """A combination of editions as ``spell_out_all`` takes it."""
    return tuple(sorted((table, edition) for table, edition in editions.items() if edition))


def numbers_of(cells: Mapping[str, Reading]) -> dict[str, Decimal]:
    """The numbers among the readings, by address."""
    number = State.NUMBER
    return {
        address: value
        for address, reading in cells.items()
        if reading.state is number and (value := reading.value) is not None
    }


#: the numbers at the addresses of one side of a rule; KeyError where one is no number
_Side = Callable[[Mapping[str, Decimal]], tuple[Decimal, ...]]


class _Screen(NamedTuple):
    """Instances by what shows that they hold; an index counts those of ``spell_out_all``."""

    whole: dict[str, list[int]]  #: address -> instances that hold if its number is whole and not negative
    not_negative: dict[str, list[int]]
    ceilings: list[tuple[_Side, list[tuple[str, int]]]]  #: right side -> left sides that may not exceed it
    sums: list[tuple[_Side, _Side, int]]  #: left and right sides that must be equal
    others: list[int]


@cache
def _screen(key: tuple[tuple[str, str], ...]) -> _Screen:
    alone: dict[str, dict[str, list[int]]] = {"whole": {}, "not_negative": {}}
    ceilings: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    sums, others = [], []
    for index, instance in enumerate(spell_out_all(key)):
        one_left = len(instance.left) == 1 and not instance.extra
        if instance.is_empty:
            continue
        if one_left and instance.relation in alone:
            alone[instance.relation].setdefault(instance.left[0], []).append(index)
        elif one_left and instance.relation == "at_most" and instance.right and instance.limit is None:
            ceilings.setdefault(instance.right, []).append((instance.left[0], index))
        elif instance.relation == "equal" and instance.limit is None:
            sums.append((_side(instance.left), _side(instance.right), index))
        else:
            others.append(index)
    sides = [(_side(right), capped) for right, capped in ceilings.items()]
    return _Screen(alone["whole"], alone["not_negative"], sides, sums, others)


def _side(addresses: tuple[str, ...]) -> _Side:
    if len(addresses) > 1:
        return itemgetter(*addresses)
    address = addresses[0]
    return lambda numbers: (numbers[address],)


def _suspects_alone(screen: _Screen, numbers: Mapping[str, Decimal]) -> set[int]:
    """Instances that a single number may break: none, mostly, which the least number and the sum of all tell."""
    suspects: set[int] = set()
    if min(numbers.values(), default=_ZERO) < 0:
        for address, number in numbers.items():
            if number < 0:
                suspects.update(screen.whole.get(address, ()), screen.not_negative.get(address, ()))
    counts = [numbers[address] for address in screen.whole if address in numbers]
    # An exact sum has as many decimals as the summand that has most: none, if all are whole.
    total = sum(counts, _ZERO)
    if suspects or total >= _EXACT or not total.same_quantum(_ZERO):
        for address, indexes in screen.whole.items():
            if address in numbers and numbers[address] != numbers[address].to_integral_value():
                suspects.update(indexes)
    return suspects


def _evaluate(
    instance: Instance,
    cells: Mapping[str, Reading],
    numbers: Mapping[str, Decimal],
    kind: str | None,
    year: int | None,
) -> RuleResult:
    if instance.is_empty or (instance.extra and not set(instance.left) <= cells.keys()):
        return _result(instance, Outcome.NOT_APPLICABLE)
    if instance.kinds and kind not in instance.kinds:
        return _result(instance, Outcome.UNKNOWN if kind is None else Outcome.NOT_APPLICABLE)
    if instance.since and (year is None or year < instance.since):
        return _result(instance, Outcome.UNKNOWN if year is None else Outcome.NOT_APPLICABLE)
    if not all(map(numbers.__contains__, instance.addresses)):
        return _result(instance, Outcome.UNKNOWN)
    left = sum(map(numbers.__getitem__, instance.left), _ZERO)
    right = sum(map(numbers.__getitem__, instance.right), instance.limit or _ZERO)
    expected: Decimal | None
    match instance.relation:
        case "equal":
            holds, expected = left == right, right
        case "at_most":
            holds, expected = left <= right, right
        case "below_if_whole":
            holds, expected = left != left.to_integral_value() or left < right, None
        case "whole":
            holds, expected = left >= 0 and left == left.to_integral_value(), None
        case "not_negative":
            holds, expected = left >= 0, None
        case unknown:
            raise ValueError(f"rule {instance.rule}: unknown relation {unknown!r} in reconciliation.yaml")
    return _result(instance, Outcome.PASS if holds else Outcome.FAIL, expected, left)


def _result(
    instance: Instance, outcome: Outcome, expected: Decimal | None = None, found: Decimal | None = None
) -> RuleResult:
    return RuleResult(instance.rule, instance.severity, instance.says, outcome, instance.addresses, expected, found)
