"""Tables without rules: pdfplumber infers them, the form's sums decide what of them counts."""

from __future__ import annotations

from io import BytesIO
from unittest import mock

import pytest
from reportlab.pdfgen.canvas import Canvas

from disclosure.report import State, Status
from parsers import parse
from parsers.readers.pdf import read
from parsers.readers.pdf_tables import MOST_PAGES
from replica.press.pdf import print_pdf
from replica.press.truth import Truth, expected_json, make_truth, reprinted


def print_without_rules(truth: Truth) -> bytes:
    nothing = mock.Mock(return_value=None)
    with mock.patch.multiple(Canvas, line=nothing, lines=nothing, rect=nothing):
        return print_pdf(truth)


@pytest.mark.parametrize("seed", range(4))
def test_what_the_sums_prove_is_read_and_nothing_else(seed: int) -> None:
    truth = make_truth(seed)
    report = parse(print_without_rules(truth))
    numbers = {address: reading for address, reading in report.cells.items() if reading.state is State.NUMBER}
    expected = expected_json(truth)
    assert len(numbers) >= 7 * 8
    assert all(float(reading.value or 0) == expected[address]["value"] for address, reading in numbers.items())
    assert all(reading.method == "pdfplumber" and reading.place for reading in numbers.values())
    assert report.status is Status.INCOMPLETE
    assert "table_without_rules" in {finding.rule for finding in report.findings}


def test_a_row_that_does_not_add_up_is_refused() -> None:
    truth = make_truth(1)
    read = {a: r for a, r in parse(print_without_rules(truth)).cells.items() if r.state is State.NUMBER}
    row = next(address.split(".")[1] for address in read)
    wrong = reprinted(truth, {f"applications.{row}.total": "98765"})
    cells = parse(print_without_rules(wrong)).cells
    states = {cells[address].state for address in cells if address.startswith(f"applications.{row}.")}
    assert states == {State.UNREADABLE}


def number_lines(pages: int) -> bytes:
    """A PDF file whose pages hold lines of numbers and no rules."""
    stream = BytesIO()
    canvas = Canvas(stream, invariant=1)
    for page in range(pages):
        for line in range(9):
            for column in range(8):
                canvas.drawString(60 + 60 * column, 800 - 16 * line, str(page + line * column))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_tables_are_inferred_on_the_first_pages_that_may_hold_some_and_the_rest_is_told() -> None:
    document = read(number_lines(MOST_PAGES + 3))
    assert len(document.doubtful) == MOST_PAGES
    told = [finding.message for finding in document.findings if finding.rule == "table_without_rules"]
    assert len(told) == MOST_PAGES + 1
    assert told[-1] == "3 more pages from page 21 on have lines of numbers in no ruled table: unread"


def test_what_pdfium_mends_and_pdfplumber_cannot_is_not_inferred() -> None:
    payload = print_without_rules(make_truth(1))
    payload = payload.replace(b"/Encoding", b"/Encod ", 1).replace(b"startxref", b"startxxxx")
    report = parse(payload)
    assert "applications" not in {address.partition(".")[0] for address in report.cells}
    assert "table_without_rules" in {finding.rule for finding in report.findings}
