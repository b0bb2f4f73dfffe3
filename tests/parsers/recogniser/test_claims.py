from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.report import Finding, Reading, Section, Severity, State
from parsers.recogniser.claims import compare
from parsers.recogniser.mentions import find_mentions


def reading(printed: str) -> Reading:
    return Reading(printed, State.NUMBER, Decimal(printed)) if printed else Reading("", State.BLANK)


def claims(text: str, **printed: str) -> list[Finding]:
    """``printed``: cells by address, __ for the points."""
    cells = {address.replace("__", "."): reading(value) for address, value in printed.items()}
    return compare(find_mentions([Section("一", "一、总体情况", text, 0, len(text))], 2023), cells)


RECEIVED = "2023年全区受理政府信息公开申请21件。"


@pytest.mark.parametrize(
    ("new", "carried", "rules"),
    [("21", "2", []), ("19", "2", ["prose_includes_carried_in"]), ("20", "2", ["prose_differs"])],
)
def test_requests_received(new: str, carried: str, rules: list[str]) -> None:
    cells = {"applications__new_received__total": new, "applications__carried_in__total": carried}
    assert [finding.rule for finding in claims(RECEIVED, **cells)] == rules


def test_a_difference_names_the_cells_and_both_numbers() -> None:
    (finding,) = claims("制发行政规范性文件3件。", active_disclosure__normdoc_issued="4")
    assert (finding.severity, finding.addresses) == (Severity.WARNING, ("active_disclosure.normdoc_issued",))
    assert (finding.expected, finding.found) == ("4", "3")


def test_nothing_said_of_requests_against_a_table_of_some() -> None:
    cells = {"applications__new_received__total": "5", "applications__carried_in__total": "0"}
    assert [finding.rule for finding in claims("没有收到政府信息公开申请。", **cells)] == ["prose_differs"]


def test_groups_of_outcomes_are_summed() -> None:
    text = "办结政府信息公开申请9件，其中不予公开5件。"
    cells = {f"applications__denied_{code}__total": "2" for code in ("state_secret", "third_party")}
    (finding,) = claims(text, **cells)
    assert (finding.expected, finding.found) == ("4", "5")
    assert claims(text.replace("5件", "4件"), **cells) == []


def test_amounts_are_compared_in_the_unit_of_the_form() -> None:
    assert claims("行政事业性收费40430元。", active_disclosure__fee_amount_wan="4.043") == []
    assert claims("行政事业性收费4.043万元。", active_disclosure__fee_amount_wan="4.043") == []
    assert len(claims("行政事业性收费4.043元。", active_disclosure__fee_amount_wan="4.043")) == 1


def test_an_approximate_number_proves_nothing() -> None:
    assert claims("全年共收到政府信息公开申请130余件。", applications__new_received__total="7") == []


def test_without_a_number_in_the_table_nothing_is_said() -> None:
    cells = {"applications__new_received__total": "", "applications__carried_in__total": "2"}
    assert claims(RECEIVED, **cells) == []


@pytest.mark.parametrize(("online", "severity"), [("18", []), ("17", [Severity.INFO]), ("19", [Severity.WARNING])])
def test_channels_against_the_number_received(online: str, severity: list[Severity]) -> None:
    text = f"2023年共收到政府信息公开申请21件，其中当面申请3件，网络申请{online}件。"
    assert [finding.severity for finding in claims(text)] == severity
