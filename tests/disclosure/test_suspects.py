"""One wrong number is found and named; blanks get what the sums leave for them; nothing printed changes."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from disclosure.report import Reading, State
from disclosure.rules import failures
from disclosure.rules.suspects import explain, imply
from replica.press.truth import FMT2019, FMT2021, HYBRID, make_truth, number_cells

EDITIONS = [FMT2021, HYBRID, FMT2019]


def cells_of(editions: dict[str, str], seed: int = 3) -> dict[str, Reading]:
    numbers = number_cells(make_truth(seed, editions=editions))
    return {address: Reading(str(value), State.NUMBER, value) for address, value in numbers.items()}


def printed(cells: dict[str, Reading], address: str, value: int) -> dict[str, Reading]:
    return {**cells, address: Reading(str(value), State.NUMBER, Decimal(value))}


def emptied(cells: dict[str, Reading], *addresses: str, state: State = State.BLANK) -> dict[str, Reading]:
    return {**cells, **{address: Reading("", state) for address in addresses}}


@pytest.mark.parametrize("editions", EDITIONS)
def test_one_wrong_number_of_table_three_is_named_with_the_right_one(editions: dict[str, str]) -> None:
    cells = cells_of(editions)
    mine = [address for address in cells if address.startswith("applications.")]
    for address in random.Random(1).sample(mine, 60):
        wrong = printed(cells, address, int(cells[address].value or 0) + 3)
        findings, suggestions = explain(failures(editions, wrong), editions, wrong)
        assert {where: suggestion.value for where, suggestion in suggestions.items()} == {address: cells[address].value}
        assert all(address in finding.message for finding in findings if finding.rule in "ABC")


def test_a_total_of_reviews_that_no_single_part_can_mend() -> None:
    cells = cells_of(FMT2021)
    wrong = printed(cells, "disputes.review_total", 0)
    _, suggestions = explain(failures(FMT2021, wrong), FMT2021, wrong)
    assert suggestions["disputes.review_total"].value == cells["disputes.review_total"].value


def test_five_cells_under_the_same_suspicion_get_no_suggestion() -> None:
    cells = cells_of(FMT2021)
    wrong = printed(cells, "disputes.review_total", int(cells["disputes.review_total"].value or 0) + 1)
    findings, suggestions = explain(failures(FMT2021, wrong), FMT2021, wrong)
    assert not suggestions
    assert all(f"disputes.review_{part} (" in findings[0].message for part in ("upheld", "pending", "total"))


def test_two_wrong_numbers_that_hide_one_another_get_no_suggestion() -> None:
    cells = cells_of(FMT2021)
    wrong = printed(cells, "applications.granted.natural_person", 1000)
    wrong = printed(wrong, "applications.granted.org_other", 2000)
    _, suggestions = explain(failures(FMT2021, wrong), FMT2021, wrong)
    assert "applications.granted.total" not in suggestions


def test_consistent_and_empty_reports_say_nothing() -> None:
    cells = cells_of(FMT2021)
    assert explain(failures(FMT2021, cells), FMT2021, cells) == ([], {})
    assert not imply(FMT2021, cells)
    assert not imply(FMT2021, emptied(cells, *cells))


def test_blanks_are_zero_where_the_sum_closes_without_them() -> None:
    cells = cells_of(FMT2021)
    row = {"natural_person": 4, "org_business": 1, "total": 5}
    for column in ("org_research", "org_public_interest", "org_legal_service", "org_other"):
        cells = emptied(cells, f"applications.granted.{column}")
    for column, value in row.items():
        cells = printed(cells, f"applications.granted.{column}", value)
    lost = [address for address, reading in cells.items() if address.endswith(".total") and address[0] == "a"]
    cells = emptied(cells, *(address for address in lost if "granted" not in address))
    suggested = imply(FMT2021, {address: each for address, each in cells.items() if "result_total" not in address})
    assert {suggested[f"applications.granted.{column}"].value for column in ("org_research", "org_other")} == {0}


def test_blanks_that_a_sum_does_not_close_without_stay_unknown() -> None:
    cells = cells_of(FMT2021)
    gaps = ("disputes.review_upheld", "disputes.review_corrected")
    assert not imply(FMT2021, emptied(cells, *gaps)).keys() & set(gaps)


@pytest.mark.parametrize("state", [State.BLANK, State.UNREADABLE, State.MISSING])
def test_a_lone_gap_is_what_the_rest_leaves(state: State) -> None:
    cells = cells_of(FMT2019)
    for address in ("disputes.litpost_total", "applications.carried_in.org_other", "applications.result_total.total"):
        assert imply(FMT2019, emptied(cells, address, state=state))[address].value == cells[address].value


def test_what_is_not_applicable_is_no_gap() -> None:
    address = "disputes.litpost_total"
    assert address not in imply(FMT2019, emptied(cells_of(FMT2019), address, state=State.NA))


def test_equations_that_disagree_about_a_gap_imply_nothing() -> None:
    cells = printed(cells_of(FMT2021), "applications.granted.org_other", 4000)
    address = "applications.granted.natural_person"
    assert address not in imply(FMT2021, emptied(cells, address))
