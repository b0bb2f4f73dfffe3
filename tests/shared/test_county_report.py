"""A real county report as text-layer PDF: tables cut by page ends, a misspelt label, totals that do not add up."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from disclosure.forms import load_forms
from disclosure.report import PageBox, Report, State, Status
from parsers import parse

PAYLOAD = Path(__file__).resolve().parents[3] / "shared" / "reports" / "hongze_2023.pdf"
#: every cell that is not 0, as printed
PRINTED = {
    "active_disclosure.normdoc_repealed": "5",
    "active_disclosure.normdoc_in_force": "5",
    "active_disclosure.license_decisions": "550",
    "active_disclosure.penalty_decisions": "4119",
    "active_disclosure.coercion_decisions": "195",
    "active_disclosure.fee_amount_wan": "7730.28",
    **{
        f"applications.{row}.{column}": value
        for row, value in {
            "new_received": "21",
            "partially_granted": "4",
            "denied_state_secret": "1",
            "denied_process_info": "1",
            "denied_enforcement_file": "1",
            "unavailable_not_held": "10",
            "unavailable_must_create": "3",
            "rejected_petition": "1",
            "result_total": "21",
        }.items()
        for column in ("natural_person", "total")
    },
    "disputes.review_upheld": "10",
    "disputes.review_corrected": "1",
    "disputes.litpost_upheld": "5",
}


@cache
def report() -> Report:
    return parse(PAYLOAD.read_bytes())


def test_identity() -> None:
    agency = report().agency
    assert agency is not None
    assert (agency.name, agency.division_code, agency.kind) == ("洪泽区人民政府", "320813", "county_gov")
    assert (report().year, report().scope) == (2023, "area")


def test_all_186_cells() -> None:
    tables = {"active_disclosure": "fmt2021", "applications": "fmt2019", "disputes": "fmt2021"}
    assert {name: report().editions[name] for name in tables} == tables
    cells = [cell.address for name, edition in tables.items() for cell in load_forms()[edition].tables[name].cells]
    assert len(cells) == 186
    expected = {address: Decimal(PRINTED.get(address, "0")) for address in cells}
    assert {reading.state for reading in report().cells.values()} == {State.NUMBER}
    assert {address: reading.value for address, reading in report().cells.items()} == expected


def test_wrong_totals_are_found_and_left_as_printed() -> None:
    wrong = {finding.addresses[0]: finding for finding in report().findings if finding.severity == "error"}
    assert {address: (each.rule, each.expected, each.found) for address, each in wrong.items()} == {
        "disputes.review_total": ("G", "11", "0"),
        "disputes.litpost_total": ("G", "5", "0"),
    }
    assert report().cells["disputes.review_total"].value == 0
    assert report().status is Status.PRINTED_INCONSISTENT


def test_the_misspelt_label_is_reported() -> None:
    fuzzy = [finding for finding in report().findings if finding.rule == "label_fuzzy"]
    assert [finding.expected for finding in fuzzy] == ["2.其他法律行政法规禁止公开"]


def test_places_are_boxes_on_the_page_of_the_cell() -> None:
    pages = {
        "active_disclosure.license_decisions": 2,
        "active_disclosure.penalty_decisions": 3,
        "applications.granted.total": 3,
        "applications.result_total.total": 4,
        "disputes.litpost_upheld": 4,
    }
    for address, page in pages.items():
        (place,) = report().cells[address].place
        assert isinstance(place, PageBox)
        assert place.page == page
        assert 0 < place.box[0] < place.box[2] < 600
        assert 0 < place.box[1] < place.box[3] < 850


def test_sections() -> None:
    assert [section.number for section in report().sections] == list("一二三四五六")
