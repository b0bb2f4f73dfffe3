"""Rules as data (``reconciliation.yaml``) spelt out for the cells of one combination of editions."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from disclosure.data import load_yaml
from disclosure.forms import TableForm, load_forms
from disclosure.report import Severity


@dataclass(frozen=True, slots=True)
class Instance:
    rule: str
    severity: Severity
    says: str
    relation: str
    table: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    limit: Decimal | None
    kinds: tuple[str, ...]
    since: int | None
    extra: bool
    addresses: tuple[str, ...]  #: of both sides
    is_empty: bool  #: the edition has no cell for one of the sides


@cache
def spell_out_all(editions: tuple[tuple[str, str], ...]) -> tuple[Instance, ...]:
    """Every rule spelt out for one combination of editions; a few combinations serve all reports."""
    tables = {table: load_forms()[edition].tables[table] for table, edition in editions if edition in load_forms()}
    data = load_yaml(files(__package__).joinpath("reconciliation.yaml").read_text(encoding="utf-8"))
    return tuple(instance for rule in data["rules"] for instance in _spell_out(rule, tables, dict(editions)))


def _spell_out(rule: dict[str, Any], tables: dict[str, TableForm], editions: dict[str, str]) -> Iterator[Instance]:
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
        yield Instance(
            rule=rule["id"],
            severity=Severity(rule["severity"]),
            says=rule["says"],
            relation=rule["relation"],
            table=name,
            left=left,
            right=right,
            limit=Decimal(rule["limit"]) if "limit" in rule else None,
            kinds=tuple(rule.get("kinds", ())),
            since=rule.get("since"),
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
    addresses = [cell.address for cell in form.cells]
    spelt = [pattern.format_map(chosen) for pattern in patterns]
    return tuple(address for pattern in spelt for address in fnmatch.filter(addresses, pattern))
