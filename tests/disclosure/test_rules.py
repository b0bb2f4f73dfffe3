from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.report import Reading, Severity, State, Status
from disclosure.rules import Outcome, evaluate, failures
from disclosure.status import status_of
from replica.press.truth import FMT2019, FMT2021, HYBRID, STAT2014, make_truth, number_cells

EQUATIONS = {"fmt2021": 7 + 7 + 25 + 3, "fmt2019": 7 + 7 + 23 + 3}


def cells_of(editions: dict[str, str], seed: int = 3) -> dict[str, Reading]:
    numbers = number_cells(make_truth(seed, editions=editions))
    return {address: Reading(str(value), State.NUMBER, value) for address, value in numbers.items()}


def changed(cells: dict[str, Reading], address: str, **fields: object) -> dict[str, Reading]:
    return {**cells, address: cells[address]._replace(**fields)}


@pytest.mark.parametrize("editions", [FMT2021, HYBRID, FMT2019])
@pytest.mark.parametrize("seed", range(5))
def test_a_consistent_report_passes_every_rule(editions: dict[str, str], seed: int) -> None:
    cells = cells_of(editions, seed)
    results = evaluate(editions, cells)
    assert {result.outcome for result in results if result.rule in "ABCDEGHMO"} == {Outcome.PASS}
    assert sum(r.rule in "ABCG" for r in results) == EQUATIONS[editions["applications"]]
    assert status_of(editions, cells, failures(editions, cells)) is Status.RECONCILED


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
    assert unknown == {"B", "C", "D", "E", "J", "Q", "T", "U"}, "Q and U ask for the kind of agency"
    assert status_of(FMT2021, cells, failures(FMT2021, cells)) is Status.INCOMPLETE


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
    assert Outcome.FAIL not in {result.outcome for result in evaluate(FMT2019, cells)}


def test_rules_of_an_absent_table_are_not_asked() -> None:
    cells = {address: reading for address, reading in cells_of(FMT2021).items() if not address.startswith("disputes")}
    editions = {**FMT2021, "disputes": None}
    results = evaluate(editions, cells)
    assert not any(result.rule in "GH" for result in results)
    assert status_of(editions, cells, failures(editions, cells)) is Status.INCOMPLETE


def outcomes(
    rule: str, cells: dict[str, Reading], kind: str | None, editions: dict[str, str] = FMT2021
) -> set[Outcome]:
    return {result.outcome for result in evaluate(editions, cells, kind) if result.rule == rule}


@pytest.mark.parametrize("editions", [FMT2021, FMT2019])
def test_rules_issued_by_a_township_are_flagged_where_the_kind_is_known(editions: dict[str, str]) -> None:
    cells = cells_of(editions)
    assert outcomes("Q", cells, "township", editions) == {Outcome.FAIL}
    assert outcomes("Q", cells, None, editions) == {Outcome.UNKNOWN}
    assert outcomes("Q", cells, "zone", editions) == {Outcome.NOT_APPLICABLE}
    zero = {
        address: reading._replace(value=Decimal(0)) if ".rule_" in address else reading
        for address, reading in cells.items()
    }
    assert outcomes("Q", zero, "county_dept", editions) == {Outcome.PASS}


@pytest.mark.parametrize(
    ("fee", "kind", "outcome"),
    [
        ("253000", "county_gov", {Outcome.FAIL, Outcome.NOT_APPLICABLE}),
        ("7730.28", "county_gov", {Outcome.PASS, Outcome.NOT_APPLICABLE}),
        ("1000", "township", {Outcome.PASS, Outcome.FAIL}),
        ("1000.5", "township", {Outcome.PASS}),
        ("999", "subdistrict", {Outcome.PASS}),
        ("12", None, {Outcome.PASS, Outcome.UNKNOWN}),
    ],
)
def test_yuan_in_a_cell_of_ten_thousand_yuan(fee: str, kind: str | None, outcome: set[Outcome]) -> None:
    cells = changed(cells_of(FMT2021), "active_disclosure.fee_amount_wan", value=Decimal(fee))
    assert outcomes("U", cells, kind) == outcome


def test_a_subtotal_of_the_agencys_own_is_proved_where_it_stands() -> None:
    cells = cells_of(FMT2021)
    assert outcomes("C'", cells, None) == {Outcome.NOT_APPLICABLE}
    organisations = [a for a in cells if a.startswith("applications.granted.org_")]
    total = sum((cells[address].value or Decimal(0) for address in organisations), Decimal(0))
    right = {**cells, "applications.granted.org_subtotal": Reading(str(total), State.NUMBER, total)}
    wrong = {**cells, "applications.granted.org_subtotal": Reading("1", State.NUMBER, Decimal(1))}
    assert Outcome.PASS in outcomes("C'", right, None)
    assert Outcome.FAIL in outcomes("C'", wrong, None)


CHANGED = st.one_of(
    st.sampled_from([Decimal(0), Decimal(-1), Decimal("0.5"), Decimal("-2.5"), Decimal(1000), Decimal(10**7)]),
    st.none(),
)


@given(
    editions=st.sampled_from([FMT2021, HYBRID, FMT2019, STAT2014]),
    kind=st.sampled_from([None, "township", "county_gov", "zone"]),
    changes=st.dictionaries(st.integers(0, 10**6), CHANGED, max_size=12),
    subtotal=st.none() | st.integers(0, 50),
)
def test_failures_are_just_the_failed_results(
    editions: dict[str, str], kind: str | None, changes: dict[int, Decimal | None], subtotal: int | None
) -> None:
    cells = cells_of(editions)
    addresses = sorted(cells)
    for position, value in changes.items():
        state = State.BLANK if value is None else State.NUMBER
        cells = changed(cells, addresses[position % len(addresses)], value=value, state=state)
    if subtotal is not None:
        cells["applications.granted.org_subtotal"] = Reading(str(subtotal), State.NUMBER, Decimal(subtotal))
    expected = [result for result in evaluate(editions, cells, kind) if result.outcome is Outcome.FAIL]
    assert failures(editions, cells, kind) == expected


#: what a drawn report breaks: as many have, its replies are not one a request
PRACTICE = {"s14_reply_a_request"}


@pytest.mark.parametrize("seed", range(5))
def test_consistent_statistics_pass_every_rule_and_need_no_other_table(seed: int) -> None:
    cells = cells_of(STAT2014, seed)
    results = evaluate(STAT2014, cells, "township")
    assert {r.rule for r in results if r.outcome is not Outcome.PASS} == PRACTICE
    assert sum(result.severity is Severity.ERROR for result in results) == 7 + 3 + 58
    assert status_of(STAT2014, cells, failures(STAT2014, cells)) is Status.RECONCILED
    assert status_of({**STAT2014, "disputes": "fmt2019"}, cells, []) is Status.INCOMPLETE, "then the others lack"
    gap = changed(cells, "statistics.s14_meetings", value=None, state=State.BLANK)
    assert status_of(STAT2014, gap, failures(STAT2014, gap)) is Status.INCOMPLETE


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("req_online", {"s14_requests"}),
        ("req_received", {"s14_requests"}),
        ("req_closed_extended", {"s14_closed"}),
        ("rep_granted", {"s14_replies"}),
        ("rep_denied", {"s14_replies", "s14_denied"}),
        ("den_privacy", {"s14_denied"}),
        ("rev_corrected", {"s14_disputes"}),
        ("lit_total", {"s14_disputes"}),
        ("staff_part", {"s14_staff"}),
    ],
)
def test_one_wrong_number_of_the_statistics_breaks_its_sums(code: str, rules: set[str]) -> None:
    cells = cells_of(STAT2014)
    address = f"statistics.s14_{code}"
    wrong = changed(cells, address, value=cells[address].value + 1)  # type: ignore[operator]
    failed = [r for r in failures(STAT2014, wrong) if r.severity is Severity.ERROR]
    assert {result.rule for result in failed} == rules
    assert all(address in result.addresses for result in failed)
    assert status_of(STAT2014, wrong, failed) is Status.PRINTED_INCONSISTENT


@pytest.mark.parametrize(
    ("code", "value", "rule", "severity"),
    [
        ("press_conf_head", "5000", "s14_part", Severity.ERROR),
        ("active_normdoc", "50000", "s14_part", Severity.ERROR),
        ("meetings", "1.5", "s14_whole", Severity.ERROR),
        ("trainees", "-1", "s14_whole", Severity.ERROR),
        ("budget_wan", "-0.5", "s14_whole", Severity.ERROR),
        ("ch_weibo", "50000", "s14_channel", Severity.WARNING),
        ("active_info", "200000", "s14_channel", Severity.WARNING),
        ("req_closed", "90000", "s14_closed_of_received", Severity.WARNING),
        ("fee_wan", "250000", "U", Severity.WARNING),
    ],
)
def test_impossible_and_unlikely_statistics_are_found(code: str, value: str, rule: str, severity: Severity) -> None:
    cells = changed(cells_of(STAT2014), f"statistics.s14_{code}", value=Decimal(value))
    assert (rule, severity) in {(r.rule, r.severity) for r in failures(STAT2014, cells)}


def test_a_township_with_a_round_sum_in_its_funds_probably_wrote_yuan() -> None:
    cells = changed(cells_of(STAT2014), "statistics.s14_budget_wan", value=Decimal(20000))
    assert "U" in {result.rule for result in failures(STAT2014, cells, "township")}
    assert "U" not in {result.rule for result in failures(STAT2014, cells, "county_gov")}


@pytest.mark.parametrize(("year", "asked"), [(2023, False), (2024, True), (None, False)])
def test_suits_without_review_are_told_since_the_law_asks_for_a_review(year: int | None, *, asked: bool) -> None:
    cells = cells_of(FMT2021)
    assert ("J" in {result.rule for result in failures(FMT2021, cells, "county_dept", year)}) is asked
    none = changed(cells, "disputes.litdirect_total", value=Decimal(0))
    assert "J" not in {result.rule for result in failures(FMT2021, none, "county_dept", year)}


def test_more_newly_published_than_published_in_total() -> None:
    cells = changed(cells_of(FMT2019), "active_disclosure.normdoc_newly_public", value=Decimal(90000))
    assert ("R", Severity.WARNING) in {(result.rule, result.severity) for result in failures(FMT2019, cells)}


def test_a_township_that_penalises_is_told_a_county_is_not() -> None:
    cells = cells_of(FMT2021)
    assert "T" in {result.rule for result in failures(FMT2021, cells, "township")}
    assert "T" not in {result.rule for result in failures(FMT2021, cells, "county_gov")}
