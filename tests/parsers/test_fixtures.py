"""Every parser fixture: each cell as printed, what was not printed told, and no cell moved by another's number."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from disclosure.report import Report, State, Status
from parsers import parse
from replica.press.truth import reprinted
from tests.parsers.press_fixtures import EDITIONS, Fixture, load_fixtures

FIXTURES = {fixture.name: fixture for fixture in load_fixtures()}
#: printing pages takes a tenth of a second, everything else a hundredth
MUTATIONS = {"pdf": 8, "ofd": 8, "html": 30, "txt": 30, "plain": 20, "md": 30, "xlsx": 20}

each_fixture = pytest.mark.parametrize("fixture", FIXTURES.values(), ids=lambda fixture: fixture.name)


@cache
def read(name: str) -> Report:
    """The input of a fixture as it is read; once for all tests, none of which changes it."""
    return parse(FIXTURES[name].payload)


def shown(report: Report) -> dict[str, dict[str, Any]]:
    return {
        address: {"state": reading.state.value, "value": None if reading.value is None else float(reading.value)}
        for address, reading in report.cells.items()
    }


@each_fixture
def test_cells(fixture: Fixture) -> None:
    assert shown(read(fixture.name)) == fixture.expected


@each_fixture
def test_identity(fixture: Fixture) -> None:
    report, truth = read(fixture.name), fixture.truth()
    assert report.agency is not None
    assert (report.agency.name, report.agency.division_code) == (truth.agency, truth.division_code)
    assert (report.year, report.title, report.agency.kind) == (truth.year, truth.title, truth.agency_kind)


@each_fixture
def test_editions(fixture: Fixture) -> None:
    editions = read(fixture.name).editions
    assert {name: editions[name] for name in EDITIONS[fixture.editions]} == EDITIONS[fixture.editions]


@each_fixture
def test_sections(fixture: Fixture) -> None:
    sections = read(fixture.name).sections
    assert [section.number for section in sections] == list("一二三四五六")
    for number in ("一", "五", "六"):
        printed = "".join(fixture.truth().section(number).paragraphs)
        found = next(section.text for section in sections if section.number == number)
        assert "".join(found.split()) == "".join(printed.split())


@each_fixture
def test_status(fixture: Fixture) -> None:
    status = read(fixture.name).status
    if fixture.inconsistent:
        assert status is Status.PRINTED_INCONSISTENT
    else:
        assert status is (Status.INCOMPLETE if fixture.blanks or fixture.lost() else Status.RECONCILED)


@each_fixture
def test_only_what_was_printed_wrong_or_odd_is_found(fixture: Fixture) -> None:
    rules = {finding.rule for finding in read(fixture.name).findings if finding.severity != "info"}
    rules.discard("Q")  # the press gives townships rules of their own: its numbers are never 0
    if fixture.inconsistent:
        assert rules
        assert rules <= set("ABCG")
    else:
        assert rules == ({"unknown_row"} if fixture.options.get("extra_row") else set())


@each_fixture
def test_every_reading_says_how_and_where(fixture: Fixture) -> None:
    for address, reading in read(fixture.name).cells.items():
        assert reading.method, address
        assert reading.place or reading.state is State.MISSING, address


@each_fixture
def test_one_number_changes_one_cell(fixture: Fixture) -> None:
    truth = fixture.truth()
    before = read(fixture.name).cells  # a test below holds that what stands in the folder is what is printed
    printed = sorted(address for address, reading in before.items() if reading.state is State.NUMBER)
    for address in random.Random(fixture.seed).sample(printed, MUTATIONS[fixture.format]):
        after = parse(fixture.print(reprinted(truth, {address: "98765"}))).cells
        assert after[address].value == Decimal(98765)
        assert {each for each in after if after[each].value != before[each].value} == {address}


def test_an_unknown_row_gives_a_finding_and_no_value() -> None:
    fixture = next(each for each in FIXTURES.values() if each.options.get("extra_row"))
    report = read(fixture.name)
    found = [finding for finding in report.findings if finding.rule == "unknown_row"]
    assert len(found) == 1
    foreign = {text.strip() for text in (found[0].found or "").split("|") if text.strip().isdigit()}
    assert foreign
    assert not foreign & {reading.raw for reading in report.cells.values()}


@pytest.mark.parametrize("name", [fixture.name for fixture in FIXTURES.values() if fixture.inconsistent])
def test_a_wrong_printed_total_is_found_and_left_as_printed(name: str) -> None:
    fixture = FIXTURES[name]
    report = read(fixture.name)
    address = fixture.inconsistent
    assert address
    assert report.cells[address].value == Decimal(fixture.truth().cells[address])
    assert any(address in finding.addresses and finding.expected != finding.found for finding in report.findings)


@each_fixture
def test_the_folder_holds_what_the_press_prints(fixture: Fixture) -> None:
    assert fixture.print(fixture.truth()) == fixture.payload
