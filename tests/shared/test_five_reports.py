"""Five township reports as lossy text. Expectations are written from the printed lines, not from the recogniser."""

from __future__ import annotations

import random
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from disclosure.forms import load_forms
from disclosure.report import State
from parsers import parse
from replica.press.truth import FMT2021, HYBRID, Truth, make_truth

SHARED = Path(__file__).resolve().parents[3] / "shared" / "reports"
TOWNSHIPS = {
    "000": ("孟津区常袋镇人民政府", "410308109", 2023, {"number": 200}),
    "001": ("卞路口乡人民政府", "411624209", 2023, {"number": 200}),
    "002": ("官亭镇", None, 2024, {"number": 187, "blank": 12, "missing": 1}),
    "003": ("友谊县新镇乡人民政府", "230522205", 2021, {"number": 186}),
    "004": ("攀枝花市米易县得石镇", "510421102", 2023, {"number": 200}),
}


def payload_of(number: str) -> bytes:
    return next(SHARED.glob(f"{number}_*.txt")).read_bytes()


def editions_of(number: str) -> dict[str, str]:
    return HYBRID if number == "003" else FMT2021


def reprint(text: str, truth: Truth) -> tuple[str, dict[str, str]]:
    """The same layout with other numbers. Every line that holds zeros is one row of the form, in the form's order; a
    row with fewer values than columns has lost its first ones. Returns the text and what it now prints by address.
    """
    rows = [
        row
        for name in ("active_disclosure", "applications", "disputes")
        for block in load_forms()[truth.editions[name]].tables[name].blocks
        for row in block.rows
    ]
    printed: dict[str, str] = {}
    lines, remaining = text.split("\n"), iter(rows)
    for i, line in enumerate(lines):
        cells = line.split("\t")
        zeros = [j for j, cell in enumerate(cells) if cell.strip() == "0"]
        if not zeros:
            continue
        row = next(remaining)
        if row.code == "行政事业性收费" and len(zeros) != 1:
            row = next(remaining)  # this row is not in the document
        for j, address in zip(reversed(zeros), reversed(row.cells), strict=False):
            cells[j] = printed[address] = truth.cells[address]
        lines[i] = "\t".join(cells)
    assert next(remaining, None) is None
    return "\n".join(lines), printed


@pytest.mark.parametrize("number", TOWNSHIPS)
def test_identity(number: str) -> None:
    report = parse(payload_of(number))
    name, code, year, _ = TOWNSHIPS[number]
    assert report.agency is not None
    assert (report.agency.name, report.agency.division_code, report.year) == (name, code, year)
    assert (report.agency.kind, report.scope) == ("township", "agency")


@pytest.mark.parametrize("number", TOWNSHIPS)
def test_states_and_editions(number: str) -> None:
    report = parse(payload_of(number))
    assert dict(Counter(reading.state.value for reading in report.cells.values())) == TOWNSHIPS[number][3]
    editions = editions_of(number)
    assert {name: report.editions[name] for name in editions} == editions
    assert all(reading.value in (None, Decimal(0)) for reading in report.cells.values())


def test_a_name_that_fits_four_divisions_keeps_them_and_no_code() -> None:
    agency = parse(payload_of("002")).agency
    assert agency is not None
    assert agency.division_code is None
    assert {each.division_code for each in agency.candidates} == {"130529103", "340123103", "621223104", "630222103"}


@pytest.mark.parametrize("number", TOWNSHIPS)
def test_all_six_sections(number: str) -> None:
    assert [section.number for section in parse(payload_of(number)).sections] == list("一二三四五六")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("number", TOWNSHIPS)
def test_other_numbers_in_the_same_layout(number: str, seed: int) -> None:
    truth = make_truth(seed, editions=editions_of(number))
    text, printed = reprint(payload_of(number).decode("utf-8"), truth)
    report = parse(text.encode("utf-8"))
    read = {address: reading.value for address, reading in report.cells.items() if reading.state is State.NUMBER}
    assert read == {address: Decimal(value) for address, value in printed.items()}


@pytest.mark.parametrize("number", TOWNSHIPS)
def test_one_number_changes_one_cell(number: str) -> None:
    truth = make_truth(7, editions=editions_of(number))
    text, printed = reprint(payload_of(number).decode("utf-8"), truth)
    before = parse(text.encode("utf-8")).cells
    for address in random.Random(int(number)).sample(sorted(printed), 40):
        pattern = rf"(?<=\t){re.escape(printed[address])}(?=\t|\n|$)"
        mutated, count = re.subn(pattern, "99999991", text)
        assert count == 1, "the numbers of a truth are all different"
        after = parse(mutated.encode("utf-8")).cells
        assert {each for each in after if after[each].value != before[each].value} == {address}
