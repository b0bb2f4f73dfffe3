from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from disclosure.report import Reading, State, Status
from disclosure.rules import Outcome, evaluate
from disclosure.status import status_of
from replica.press.truth import FMT2019, FMT2021, HYBRID, make_truth, number_cells

EQUATIONS = {"fmt2021": 7 + 7 + 25 + 3, "fmt2019": 7 + 7 + 23 + 3}


def cells_of(editions: dict[str, str], seed: int = 3) -> dict[str, Reading]:
    numbers = number_cells(make_truth(seed, editions=editions))
    return {address: Reading(str(value), State.NUMBER, value) for address, value in numbers.items()}


def changed(cells: dict[str, Reading], address: str, **fields: object) -> dict[str, Reading]:
    return {**cells, address: replace(cells[address], **fields)}  # type: ignore[arg-type]


@pytest.mark.parametrize("editions", [FMT2021, HYBRID, FMT2019])
@pytest.mark.parametrize("seed", range(5))
def test_a_consistent_report_passes_every_rule(editions: dict[str, str], seed: int) -> None:
    cells = cells_of(editions, seed)
    results = evaluate(editions, cells)
    assert {result.outcome for result in results} == {Outcome.PASS}
    assert sum(r.rule in "ABCG" for r in results) == EQUATIONS[editions["applications"]]
    assert status_of(editions, cells, results) is Status.RECONCILED


@pytest.mark.parametrize(
    ("address", "rules"),
    [
        ("applications.new_received.natural_person", {"A", "C"}),
        ("applications.denied_state_secret.org_other", {"B", "C"}),
        ("applications.result_total.total", {"A", "B", "C"}),
        ("applications.carried_out.org_research", {"A", "C"}),
        ("disputes.litpost_pending", {"G"}),
    ],
)
def test_one_wrong_number_breaks_the_equations_it_stands_in(address: str, rules: set[str]) -> None:
    cells = cells_of(FMT2021)
    wrong = changed(cells, address, value=cells[address].value + 1)  # type: ignore[operator]
    failed = [result for result in evaluate(FMT2021, wrong) if result.outcome is Outcome.FAIL]
    assert {result.rule for result in failed} == rules
    assert all(address in result.addresses for result in failed)
    assert status_of(FMT2021, wrong, failed) is Status.PRINTED_INCONSISTENT
    unsure = changed(wrong, address, confidence=0.5)
    assert status_of(FMT2021, unsure, failed) is Status.SUSPECTED_MISREAD


def test_a_blank_makes_its_equations_unknown_and_the_report_incomplete() -> None:
    cells = changed(cells_of(FMT2021), "applications.granted.total", value=None, state=State.BLANK)
    results = evaluate(FMT2021, cells)
    unknown = {result.rule for result in results if result.outcome is Outcome.UNKNOWN}
    assert unknown == {"B", "C", "D", "E"}
    assert status_of(FMT2021, cells, results) is Status.INCOMPLETE


@pytest.mark.parametrize(
    ("address", "value", "rule"),
    [
        ("applications.granted.org_other", "-1", "D"),
        ("disputes.review_other", "1.5", "H"),
        ("active_disclosure.penalty_decisions", "-2", "M"),
        ("active_disclosure.fee_amount_wan", "-0.5", "M"),
        ("active_disclosure.normdoc_issued", "999999", "O"),
    ],
)
def test_impossible_numbers_are_found(address: str, value: str, rule: str) -> None:
    cells = changed(cells_of(FMT2021), address, value=Decimal(value))
    failed = [result for result in evaluate(FMT2021, cells) if result.outcome is Outcome.FAIL]
    assert any(result.rule == rule and address in result.addresses for result in failed)


def test_an_outcome_above_all_requests_is_found_even_when_totals_are_blank() -> None:
    cells = cells_of(FMT2021)
    for row in ("result_total", "carried_out"):
        cells = changed(cells, f"applications.{row}.org_legal_service", value=None, state=State.BLANK)
    cells = changed(cells, "applications.granted.org_legal_service", value=Decimal(10**9))
    failed = {(r.rule, r.addresses[0]) for r in evaluate(FMT2021, cells) if r.outcome is Outcome.FAIL}
    assert ("E", "applications.granted.org_legal_service") in failed


def test_a_change_of_items_may_be_negative_and_money_may_have_decimals() -> None:
    cells = changed(cells_of(FMT2019), "active_disclosure.license_item_change", value=Decimal(-3))
    cells = changed(cells, "active_disclosure.procurement_amount", value=Decimal("12.5"))
    assert {result.outcome for result in evaluate(FMT2019, cells)} == {Outcome.PASS}


def test_rules_of_an_absent_table_are_not_asked() -> None:
    cells = {address: reading for address, reading in cells_of(FMT2021).items() if not address.startswith("disputes")}
    editions = {**FMT2021, "disputes": None}
    results = evaluate(editions, cells)
    assert not any(result.rule in "GH" for result in results)
    assert status_of(editions, cells, results) is Status.INCOMPLETE
