"""Rules across reports, as data (``checks.yaml``) and SQL; their findings stand beside those of the parsers.

All of them are asked anew each time, of whatever is loaded then, so the order of loads leaves no trace.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, delete, select, text

from disclosure.data import load_yaml
from warehouse.batches import batched
from warehouse.bulk import append
from warehouse.engine import writing
from warehouse.rows import Counts
from warehouse.schema import dim_cell, fact_check
from warehouse.values import MILLIONTHS

_BATCH = 400


class _Found(NamedTuple):
    """A finding of a rule, in the order of the table's columns after ``parse_id`` and ``position``."""

    rule: str
    severity: str
    addresses: str
    message: str
    expected: str | None
    found: str | None


class _Equation(NamedTuple):
    rule: str
    severity: str
    says: str
    relation: str
    editions: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]


def check(engine: Engine) -> Counts:
    """Ask every rule of the current versions; returns how many findings by rule. Only what has changed is written."""
    with writing(engine) as connection:
        for statement in filter(str.strip, _sql("prepare").split(";\n")):
            connection.execute(text(statement))
        findings: defaultdict[int, list[_Found]] = defaultdict(list)
        for parse_id, finding in (*_ask_equations(connection), *_ask_questions(connection)):
            findings[parse_id].append(finding)
        _store(connection, {parse_id: sorted(found, key=str) for parse_id, found in findings.items()})
    counts = dict.fromkeys(sorted({rule["id"] for part in _rules().values() for rule in part}), 0)
    for each in (each for found in findings.values() for each in found):
        counts[each.rule] += 1
    return counts


def _ask_equations(connection: Connection) -> Iterator[tuple[int, _Found]]:
    equations = list(_equations())
    cells = defaultdict(list)
    for cell in connection.execute(select(dim_cell.c.address, dim_cell.c.edition, dim_cell.c.cell_id)):
        cells[cell.address].append((cell.edition, cell.cell_id))
    terms = [
        {
            "equation": number,
            "term_count": len(equation.left) + len(equation.right),
            "side": side,
            "year": term.split()[0],
            "relation": equation.relation,
            "cell_id": cell_id,
        }
        for number, equation in enumerate(equations)
        for side, side_terms in (("left", equation.left), ("right", equation.right))
        for term in side_terms
        for edition, cell_id in cells[term.split()[1]]
        if not equation.editions or edition in equation.editions
    ]
    names = ", ".join(terms[0])
    marks = ", ".join(f":{name}" for name in terms[0])
    connection.execute(text(f"INSERT INTO term ({names}) VALUES ({marks})"), terms)  # noqa: S608 (our names)
    for row in connection.execute(text(_sql("equations"))):
        equation = equations[row.equation]
        found, expected = _told(row.found), _told(row.expected)
        own = [term.split()[1] for term in (*equation.left, *equation.right) if term.startswith("this ")]
        message = f"{own[0]}: it does not hold that {equation.says}; {found} stands against {expected}"
        yield row.parse_id, _Found(equation.rule, equation.severity, json.dumps(own), message, expected, found)


def _ask_questions(connection: Connection) -> Iterator[tuple[int, _Found]]:
    for rule in _rules()["questions"]:
        for row in connection.execute(text(_sql(rule["sql"]))):
            message = rule["message"].format(address=row.address, told=row.told)
            addresses = json.dumps([row.address] if row.address else [])
            finding = _Found(rule["id"], rule["severity"], addresses, message, _told(row.expected), _told(row.found))
            yield row.parse_id, finding


def _told(value: Any) -> str | None:
    """Millionths as the number that they are; a state as it is."""
    if value is None or (isinstance(value, str) and not value.lstrip("-").isdigit()):
        return value
    return f"{(Decimal(value) / MILLIONTHS).normalize():f}"


def _store(connection: Connection, findings: dict[int, list[_Found]]) -> None:
    stored: defaultdict[int, list[_Found]] = defaultdict(list)
    for parse_id, _, *finding in connection.execute(
        select(fact_check).order_by(fact_check.c.parse_id, fact_check.c.position)
    ):
        stored[parse_id].append(_Found(*finding))
    changed = [each for each in {*stored, *findings} if stored.get(each) != findings.get(each)]
    for batch in batched(sorted(changed), _BATCH):
        connection.execute(delete(fact_check).where(fact_check.c.parse_id.in_(batch)))
        append(
            connection,
            fact_check,
            (
                (parse_id, position, *finding)
                for parse_id in batch
                for position, finding in enumerate(findings.get(parse_id, ()), start=1)
            ),
        )


def _equations() -> Iterator[_Equation]:
    for rule in _rules()["equations"]:
        for values in product(*rule["for_each"].values()):
            chosen = dict(zip(rule["for_each"], values, strict=True))
            left, right = (tuple(term.format_map(chosen) for term in rule[side]) for side in ("left", "right"))
            editions = tuple(rule.get("editions", ()))
            yield _Equation(rule["id"], rule["severity"], rule["says"], rule["relation"], editions, left, right)


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = load_yaml(_file("checks.yaml"))
    return rules


def _sql(name: str) -> str:
    return _file(f"{name}.sql")


@cache
def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
