"""The printed PDF holds each number once; page ends cut the third table as the options say."""

import io
from collections import Counter
from typing import Literal

import pdfplumber
import pytest

from replica.press.paged import PageOptions
from replica.press.pdf import print_pdf
from replica.press.truth import FMT2019, FMT2021, HYBRID, Truth, make_truth

Words = list[list[str]]


def words(payload: bytes) -> Words:
    """The words of each page, without its number (``- 3 -``)."""
    with pdfplumber.open(io.BytesIO(payload)) as pdf:
        return [[word["text"] for word in page.extract_words()][:-3] for page in pdf.pages]


def page_of(pages: Words, text: str) -> list[int]:
    return [number for number, page in enumerate(pages) if any(text in word for word in page)]


def row(truth: Truth, code: str) -> list[str]:
    return [text for address, text in truth.cells.items() if address.startswith(f"applications.{code}.")]


@pytest.mark.parametrize("edition", [FMT2021, FMT2019, HYBRID], ids=["fmt2021", "fmt2019", "hybrid"])
@pytest.mark.parametrize(
    "options",
    [
        PageOptions(),
        PageOptions(cut_row=True, open_sides=True, rules="fill"),
        PageOptions(cut_row=True, cut_values="second", repeat_header=True),
        PageOptions(closing_rule=False, break_row="partially_granted"),
    ],
    ids=str,
)
def test_every_number_is_printed_and_the_table_breaks(edition: dict[str, str], options: PageOptions) -> None:
    truth = make_truth(1, editions=edition)
    pages = words(print_pdf(truth, options))
    counted = Counter(word for page in pages for word in page)
    assert [number for number in truth.cells.values() if counted[number] != 1] == []
    (first,) = page_of(pages, truth.cells["applications.new_received.natural_person"])
    (last,) = page_of(pages, truth.cells["applications.carried_out.natural_person"])
    assert first < last


@pytest.mark.parametrize("values", ["first", "second"])
def test_a_cut_row_leaves_its_label_on_both_pages(values: Literal["first", "second"]) -> None:
    truth = make_truth(2)
    pages = words(print_pdf(truth, PageOptions(cut_row=True, cut_values=values)))
    (above,) = page_of(pages, "5.要求行政机关")
    (below,) = page_of(pages, "取信息")
    assert below == above + 1
    with_numbers = {page for number in row(truth, "rejected_reconfirm") for page in page_of(pages, number)}
    assert (above if values == "first" else below) in with_numbers
    assert all(number in pages[above if values == "first" else below] for number in row(truth, "rejected_reconfirm"))


def test_a_repeated_header_stands_on_each_page_of_the_table() -> None:
    pages = words(print_pdf(make_truth(2), PageOptions(repeat_header=True)))
    assert len(page_of(pages, "申请人情况")) > len(page_of(words(print_pdf(make_truth(2))), "申请人情况")) == 1


def test_closed_tables_read_back_as_grids() -> None:
    truth = make_truth(3)
    with pdfplumber.open(io.BytesIO(print_pdf(truth))) as pdf:
        rows = [row for page in pdf.pages for table in page.extract_tables() for row in table]
    granted = next(row for row in rows if row[1] and row[1].startswith("（一）予以公开"))
    assert granted[3:] == row(truth, "granted")


def test_open_sides_leave_no_outer_rules() -> None:
    def edges(options: PageOptions) -> set[float]:
        with pdfplumber.open(io.BytesIO(print_pdf(make_truth(3), options))) as pdf:
            return {round(line["x0"], 1) for page in pdf.pages for line in page.lines if line["x0"] == line["x1"]}

    assert edges(PageOptions()) > edges(PageOptions(open_sides=True))
    assert 60.0 not in edges(PageOptions(open_sides=True))


def test_a_row_of_one_line_cannot_be_cut() -> None:
    with pytest.raises(ValueError, match="one line"):
        print_pdf(make_truth(1), PageOptions(break_row="granted", cut_row=True))


def test_the_same_truth_gives_the_same_bytes() -> None:
    assert print_pdf(make_truth(4)) == print_pdf(make_truth(4))
