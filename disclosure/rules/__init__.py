"""Reconciliation within one report: rules are data (``reconciliation.yaml``), evaluated here.

Each rule gives one result for each of its instances: pass, fail, unknown (an operand is no number) or
not applicable (the edition has no such cell). Nothing is corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, NamedTuple

import yaml

from disclosure.forms import TableForm, load_forms
from disclosure.report import Finding, Reading, Severity, State

_ZERO = Decimal(0)


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


@dataclass(frozen=True, slots=True)
class _Instance:
    rule: str
    severity: Severity
    says: str
    relation: str
    table: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    limit: Decimal | None
    kinds: tuple[str, ...]
    extra: bool
    addresses: tuple[str, ...]  #: of both sides
    is_empty: bool  #: the edition has no cell for one of the sides


def evaluate(
    editions: Mapping[str, str | None], cells: Mapping[str, Reading], kind: str | None = None
) -> list[RuleResult]:
    """Results of every rule that the editions' forms have cells for.

    ``kind`` is the agency's; ``cells`` may hold readings of columns that the form does not have (``extra`` rules).
    """
    key = tuple(sorted((table, edition) for table, edition in editions.items() if edition))
    numbers = {
        address: reading.value
        for address, reading in cells.items()
        if reading.state is State.NUMBER and reading.value is not None
    }
    return [_evaluate(instance, cells, numbers, kind) for instance in _instances(key)]


def _evaluate(
    instance: _Instance, cells: Mapping[str, Reading], numbers: Mapping[str, Decimal], kind: str | None
) -> RuleResult:
    if instance.is_empty or (instance.extra and not set(instance.left) <= cells.keys()):
        return _result(instance, Outcome.NOT_APPLICABLE)
    if instance.kinds and kind not in instance.kinds:
        return _result(instance, Outcome.UNKNOWN if kind is None else Outcome.NOT_APPLICABLE)
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
    instance: _Instance, outcome: Outcome, expected: Decimal | None = None, found: Decimal | None = None
) -> RuleResult:
    return RuleResult(instance.rule, instance.severity, instance.says, outcome, instance.addresses, expected, found)


@cache
def _instances(editions: tuple[tuple[str, str], ...]) -> tuple[_Instance, ...]:
    """Every rule spelt out for one combination of editions; a few combinations serve all reports."""
    tables = {table: load_forms()[edition].tables[table] for table, edition in editions if edition in load_forms()}
    data = yaml.safe_load(files(__package__).joinpath("reconciliation.yaml").read_text(encoding="utf-8"))
    return tuple(instance for rule in data["rules"] for instance in _spell_out(rule, tables, dict(editions)))


def _spell_out(rule: dict[str, Any], tables: dict[str, TableForm], editions: dict[str, str]) -> Iterator[_Instance]:
    name = rule["left"][0].split(".")[0]
    if name not in tables or editions[name] not in rule.get("editions", (editions[name],)):
        return
    form = tables[name]
    names = list(rule["for_each"])
    for values in product(*(_values(each, form) for each in rule["for_each"].values())):
        chosen = dict(zip(names, values, strict=True))
        extra = rule.get("extra", False)
        left = (
            tuple(each.format_map(chosen) for each in rule["left"]) if extra else _matching(form, rule["left"], chosen)
        )
        right = _matching(form, rule.get("right", ()), chosen)
        needs_right = rule["relation"] in ("equal", "at_most") and "limit" not in rule
        yield _Instance(
            rule=rule["id"],
            severity=Severity(rule["severity"]),
            says=rule["says"],
            relation=rule["relation"],
            table=name,
            left=left,
            right=right,
            limit=Decimal(rule["limit"]) if "limit" in rule else None,
            kinds=tuple(rule.get("kinds", ())),
            extra=extra,
            addresses=(*left, *right),
            is_empty=not left or (needs_right and not right),
        )


def _values(source: str | list[str], form: TableForm) -> list[str]:
    """The codes that a ``for_each`` runs over: a list as written, or a named set of the form."""
    if isinstance(source, list):
        return source
    match source.split(".")[1]:
        case "columns":
            return [column.code for column in form.blocks[0].columns if column.code]
        case "rows":
            return [row.code for row in form.blocks[0].rows]
        case "outcomes":
            return [row.code for row in form.blocks[0].rows if row.group]
        case "groups":
            return [group.code for group in form.groups]
        case "counts":
            return [cell.code for cell in form.cells if cell.type == "count"]
        case "amounts":
            return [cell.code for cell in form.cells if cell.type == "amount"]
        case unknown:
            raise ValueError(f"reconciliation.yaml: no set of codes is called {unknown!r}")


def _matching(form: TableForm, patterns: list[str], chosen: dict[str, str]) -> tuple[str, ...]:
    spelt = [pattern.format_map(chosen) for pattern in patterns]
    return tuple(cell.address for pattern in spelt for cell in form.cells if fnmatchcase(cell.address, pattern))
