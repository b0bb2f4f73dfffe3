"""The blank form as the State Council's office gave it out in 2021: every slot is there, and nothing stands in any."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from disclosure.forms import load_forms
from disclosure.report import ElementPath, Report, State, Status
from parsers import parse

PAYLOAD = Path(__file__).resolve().parents[3] / "shared" / "reports" / "template_2021_blank.docx"
EDITIONS = dict.fromkeys(("active_disclosure", "applications", "disputes"), "fmt2021")


@cache
def report() -> Report:
    return parse(PAYLOAD.read_bytes())


def test_every_slot_is_blank() -> None:
    assert report().editions == {**EDITIONS, "statistics": None}
    forms = load_forms()["fmt2021"].tables
    addresses = {cell.address for name in EDITIONS for cell in forms[name].cells}
    assert len(addresses) == 200
    assert report().cells.keys() == addresses
    assert {(reading.state, reading.raw, reading.value) for reading in report().cells.values()} == {
        (State.BLANK, "", None)
    }
    assert report().status is Status.INCOMPLETE


def test_each_slot_has_a_place_of_its_own() -> None:
    places = [place for reading in report().cells.values() for place in reading.place]
    assert len(set(places)) == 200
    assert {place.part for place in places if isinstance(place, ElementPath)} == {"word/document.xml"}


def test_six_sections_and_nobody_who_reports() -> None:
    assert [section.number for section in report().sections] == ["一", "二", "三", "四", "五", "六"]
    assert (report().agency, report().year) == (None, None)
    assert not [finding for finding in report().findings if finding.severity == "error"]
