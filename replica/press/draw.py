"""Drawing the numbers of a report: free cells at random, totals by the rules of the form.

Held in every draw: table three closes by column (new + carried in = outcomes + carried out) and by row; table four
closes by group; nothing is negative but a change; issued <= in force + repealed; newly public <= public in total.
With a previous year, what was carried over, what is in force and the number of items go on from it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

from disclosure.forms import load_forms
from replica.press.draw_statistics import draw_statistics

ATTEMPTS = 1000
Numbers = dict[str, Decimal]


def distinct_values(rng: random.Random, editions: Mapping[str, str], previous: Mapping[str, Decimal]) -> dict[str, str]:
    """Printed strings for every cell of the editions; the absolute values are distinct and not 0."""
    for _ in range(ATTEMPTS):
        values = draw_statistics(rng) if "statistics" in editions else _draw_form(rng, editions, previous)
        sizes = {abs(value) for value in values.values()}
        if len(sizes) == len(values) and 0 not in sizes:
            signed = _signed_cells(editions)
            return {address: f"{value:+}" if address in signed else f"{value}" for address, value in values.items()}
    raise ValueError(f"no distinct numbers found in {ATTEMPTS} draws")


def _draw_form(rng: random.Random, editions: Mapping[str, str], previous: Mapping[str, Decimal]) -> Numbers:
    values: Numbers = {}
    values |= _active_disclosure(rng, editions["active_disclosure"], previous)
    values |= _disputes(rng)
    values |= _applications(rng, editions["applications"], previous, taken={abs(each) for each in values.values()})
    return values


def _signed_cells(editions: Mapping[str, str]) -> set[str]:
    forms = load_forms()
    cells = (cell for table, edition in editions.items() for cell in forms[edition].tables[table].cells)
    return {cell.address for cell in cells if cell.type == "change"}


def _active_disclosure(rng: random.Random, edition: str, previous: Mapping[str, Decimal]) -> Numbers:
    draw = _active_disclosure_2021 if edition == "fmt2021" else _active_disclosure_2019
    before = {address.partition(".")[2]: value for address, value in previous.items()}
    return {f"active_disclosure.{code}": value for code, value in draw(rng, before).items()}


def _active_disclosure_2021(rng: random.Random, before: Mapping[str, Decimal]) -> Numbers:
    values: Numbers = {}
    for kind in ("rule", "normdoc"):
        issued, repealed = _integer(rng, 5, 99), _integer(rng, 1, 60)
        in_force = before.get(f"{kind}_in_force", _integer(rng, 100, 400))
        values |= {
            f"{kind}_issued": issued,
            f"{kind}_repealed": min(repealed, in_force),
            f"{kind}_in_force": in_force + issued - min(repealed, in_force),
        }
    for kind in ("license", "penalty", "coercion"):
        values[f"{kind}_decisions"] = _integer(rng, 1000, 9999)
    return values | {"fee_amount_wan": _amount(rng, 10, 900)}


def _active_disclosure_2019(rng: random.Random, before: Mapping[str, Decimal]) -> Numbers:
    values: Numbers = {}
    for kind in ("rule", "normdoc"):
        created, newly_public = _integer(rng, 5, 99), _integer(rng, 5, 99)
        values |= {f"{kind}_created": created, f"{kind}_newly_public": newly_public}
        values[f"{kind}_public_total"] = created + newly_public + _integer(rng, 100, 400)
    for kind in ("license", "otherservice", "penalty", "coercion", "fee"):
        items = before.get(f"{kind}_prev_items", _integer(rng, 100, 900))
        values[f"{kind}_prev_items"] = items + before.get(f"{kind}_item_change", Decimal(0))
        values[f"{kind}_item_change"] = rng.choice((-1, 1)) * _integer(rng, 1, 99)
        if kind != "fee":
            values[f"{kind}_decisions"] = _integer(rng, 1000, 9999)
    return values | {"procurement_items": _integer(rng, 100, 999), "procurement_amount": _amount(rng, 10_000, 99_999)}


def _applications(rng: random.Random, edition: str, previous: Mapping[str, Decimal], *, taken: set[Decimal]) -> Numbers:
    (block,) = load_forms()[edition].tables["applications"].blocks
    rows = [row.code for row in block.rows]
    outcomes = [row for row in rows if row not in ("new_received", "carried_in", "result_total", "carried_out")]
    *applicants, total = (str(column.code) for column in block.columns)
    table: dict[str, dict[str, Decimal]] = {row: {} for row in rows}
    free = [number for number in range(1, 1000) if number not in taken]
    drawn = iter(rng.sample(free, len(outcomes) * len(applicants)))
    for applicant in applicants:
        for outcome in outcomes:
            table[outcome][applicant] = Decimal(next(drawn))
        handled = sum((table[outcome][applicant] for outcome in outcomes), Decimal(0))
        carried_out = _integer(rng, 1000, 3000)
        carried_in = previous.get(f"applications.carried_out.{applicant}", _integer(rng, 1000, 3000))
        table["result_total"][applicant] = handled
        table["carried_out"][applicant] = carried_out
        table["carried_in"][applicant] = carried_in
        table["new_received"][applicant] = handled + carried_out - carried_in
    for row in rows:
        table[row][total] = sum(table[row].values(), Decimal(0))
    return {f"applications.{row}.{column}": value for row in rows for column, value in table[row].items()}


def _disputes(rng: random.Random) -> Numbers:
    values: Numbers = {}
    for group in ("review", "litdirect", "litpost"):
        parts = {outcome: _integer(rng, 100, 999) for outcome in ("upheld", "corrected", "other")}
        parts["pending"] = _integer(rng, 1, 99)
        parts["total"] = sum(parts.values(), Decimal(0))
        values |= {f"disputes.{group}_{outcome}": value for outcome, value in parts.items()}
    return values


def _integer(rng: random.Random, low: int, high: int) -> Decimal:
    return Decimal(rng.randint(low, high))


def _amount(rng: random.Random, low: int, high: int) -> Decimal:
    """A sum of money with two decimals, the last of them not 0, so that no digit can be dropped unseen."""
    return Decimal(f"{rng.randint(low, high)}.{rng.randint(0, 9)}{rng.randint(1, 9)}")
