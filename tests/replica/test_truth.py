"""Truths keep the rules of the form: by arithmetic of the test's own, and by the rules of disclosure."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.forms import forms_with, load_forms
from disclosure.report import Reading, State
from disclosure.rules import Outcome, evaluate
from replica.press.layout import TABLES, addresses
from replica.press.truth import (
    FMT2019,
    FMT2021,
    HYBRID,
    Truth,
    expected_json,
    inconsistent,
    make_truth,
    number_cells,
    reprinted,
    with_blanks,
)

APPLICANTS = ("natural_person", "org_business", "org_research", "org_public_interest", "org_legal_service", "org_other")
NO_OUTCOMES = ("new_received", "carried_in", "result_total", "carried_out")
editions = st.sampled_from((FMT2021, FMT2019, HYBRID))


def readings(truth: Truth) -> dict[str, Reading]:
    return {
        address: Reading(truth.cells[address], State(cell["state"]), number_cells(truth).get(address))
        for address, cell in expected_json(truth).items()
    }


def failed_rules(truth: Truth) -> set[str]:
    return {each.rule for each in evaluate(truth.editions, readings(truth)) if each.outcome is Outcome.FAIL}


@given(st.integers(0, 10**6), editions)
@settings(max_examples=25)
def test_numbers_are_distinct_and_close(seed: int, edition: dict[str, str]) -> None:
    truth = make_truth(seed, editions=edition)
    value = number_cells(truth)
    assert len(value) == len(truth.cells) == len({abs(number) for number in value.values()})
    assert 0 not in value.values()

    def row(code: str) -> list[Decimal]:
        return [value[f"applications.{code}.{column}"] for column in (*APPLICANTS, "total")]

    rows = [cell.row_code for cell in load_forms()[edition["applications"]].tables["applications"].cells]
    outcomes = [code for code in dict.fromkeys(rows) if code not in NO_OUTCOMES]
    assert len(outcomes) == (21 if edition["applications"] == "fmt2021" else 19)
    for code in dict.fromkeys(rows):
        *parts, total = row(str(code))
        assert sum(parts) == total
        assert min(parts) > 0
    for place in range(len(APPLICANTS) + 1):
        result = row("result_total")[place]
        assert result == sum(row(str(code))[place] for code in outcomes)
        assert row("new_received")[place] + row("carried_in")[place] == result + row("carried_out")[place]
    for group in ("review", "litdirect", "litpost"):
        parts = [value[f"disputes.{group}_{outcome}"] for outcome in ("upheld", "corrected", "other", "pending")]
        assert sum(parts) == value[f"disputes.{group}_total"]


@given(st.integers(0, 10**6), editions)
@settings(max_examples=25)
def test_section_two_is_plausible(seed: int, edition: dict[str, str]) -> None:
    truth = make_truth(seed, editions=edition)
    value = {address.removeprefix("active_disclosure."): number for address, number in number_cells(truth).items()}
    if edition["active_disclosure"] == "fmt2021":
        for kind in ("rule", "normdoc"):
            assert value[f"{kind}_issued"] <= value[f"{kind}_in_force"] + value[f"{kind}_repealed"]
        assert value["fee_amount_wan"] % 1 != 0
    else:
        assert all(truth.cells[f"active_disclosure.{kind}_item_change"][0] in "+-" for kind in ("license", "fee"))
        assert value["normdoc_newly_public"] <= value["normdoc_public_total"]


@pytest.mark.parametrize("edition", [FMT2021, FMT2019, HYBRID])
def test_rules_of_disclosure_pass(edition: dict[str, str]) -> None:
    assert failed_rules(make_truth(3, editions=edition)) == set()


def test_next_year_goes_on_from_the_last() -> None:
    last = make_truth(5, year=2022)
    following = make_truth(5, year=2023, previous=last)
    for column in (*APPLICANTS, "total"):
        assert following.cells[f"applications.carried_in.{column}"] == last.cells[f"applications.carried_out.{column}"]
    value, before = number_cells(following), number_cells(last)
    for kind in ("rule", "normdoc"):
        gained = value[f"active_disclosure.{kind}_issued"] - value[f"active_disclosure.{kind}_repealed"]
        in_force = f"active_disclosure.{kind}_in_force"
        assert value[in_force] == before[in_force] + gained


def test_the_same_seed_gives_the_same_truth() -> None:
    assert make_truth(8) == make_truth(8)
    assert make_truth(8).cells != make_truth(9).cells


def test_cells_are_those_of_the_form() -> None:
    for name, edition in forms_with("applications").items():
        cells = {cell.address for table in edition.tables.values() for cell in table.cells}
        assert set(addresses(dict.fromkeys(TABLES, name))) == cells
    assert [len(make_truth(1, editions=each).cells) for each in (FMT2021, FMT2019, HYBRID)] == [200, 198, 186]


def test_an_inconsistent_truth_fails_exactly_where_it_was_broken() -> None:
    truth = make_truth(4)
    broken = inconsistent(truth, "disputes.review_total")
    assert not broken.consistent
    assert int(broken.cells["disputes.review_total"]) == int(truth.cells["disputes.review_total"]) + 7
    failing = [each for each in evaluate(broken.editions, readings(broken)) if each.outcome is Outcome.FAIL]
    assert failing
    assert all("disputes.review_total" in each.addresses for each in failing)


def test_expected_states_and_values() -> None:
    truth = make_truth(2)
    truth = reprinted(truth, {"active_disclosure.rule_issued": "/", "active_disclosure.fee_amount_wan": "7730.28"})
    truth = with_blanks(truth, ["disputes.litpost_other"])
    expected = expected_json(truth, lost=["applications.granted.natural_person"])
    assert expected["active_disclosure.rule_issued"] == {"state": "na", "value": None}
    assert expected["active_disclosure.fee_amount_wan"] == {"state": "number", "value": 7730.28}
    assert expected["disputes.litpost_other"] == {"state": "blank", "value": None}
    assert expected["applications.granted.natural_person"] == {"state": "blank", "value": None}
    total = "applications.granted.total"
    assert expected[total] == {"state": "number", "value": int(truth.cells[total])}


def test_an_unknown_address_is_refused() -> None:
    with pytest.raises(KeyError, match="no cell"):
        with_blanks(make_truth(1), ["applications.granted.everyone"])
