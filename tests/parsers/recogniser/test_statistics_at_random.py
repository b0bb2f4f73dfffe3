"""Statistics in looks drawn at random, with lines lost, moved or misspelt: each cell is right or refused."""

from __future__ import annotations

import random
import re
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from disclosure.report import Report, State
from parsers import parse
from replica.press.html import HtmlOptions, print_html
from replica.press.plain_text import PlainTextOptions, print_plain_text
from replica.press.statistics_table import StatisticsOptions
from replica.press.tab_text import TabTextOptions, print_tab_text
from replica.press.truth import STAT2014, make_truth, number_cells
from tests.parsers.recogniser.looks import LOOKS

TRUTH = make_truth(9, editions=STAT2014, year=2016)
NUMBERS = number_cells(TRUTH)


def silent_errors(report: Report) -> dict[str, tuple[Decimal | None, Decimal]]:
    """Wrong numbers that no finding names: the value read and the true one by address."""
    told = {address for finding in report.findings for address in finding.addresses}
    return {
        address: (reading.value, NUMBERS[address])
        for address, reading in report.cells.items()
        if reading.state is State.NUMBER and reading.value != NUMBERS[address] and address not in told
    }


@settings(max_examples=40)
@given(look=LOOKS, tabs=st.booleans())
def test_every_combination_of_looks_is_read_or_refused(look: StatisticsOptions, tabs: bool) -> None:
    page = print_html(TRUTH, HtmlOptions(wrapping="plain", statistics=look))
    report = parse(print_tab_text(TRUTH, TabTextOptions(statistics=look)) if tabs else page)
    told = {address for finding in report.findings for address in finding.addresses}
    for address, reading in report.cells.items():
        assert reading.value in (None, NUMBERS[address])
        assert reading.state is State.NUMBER or address in told
    if not tabs and not (look.halves and look.code == "before"):  # the codes of the right half stand in the left
        assert all(reading.state is State.NUMBER for reading in report.cells.values())


@settings(max_examples=40)
@given(look=LOOKS, seed=st.integers(0, 10**6), damage=st.integers(1, 12))
def test_damaged_tables_give_no_wrong_number(look: StatisticsOptions, seed: int, damage: int) -> None:
    """Cells, rows and characters of labels lost. Reviews and lawsuits, which only order tells apart, are spared.

    Not asked: halves that also number their lines; with the header gone, a number of a line may pass for its value.
    """
    assume(not look.halves or look.code == "none")
    rng = random.Random(seed)
    page = print_html(TRUTH, HtmlOptions(wrapping="plain", statistics=look)).decode()
    head, *rows = re.split(r"(?=<tr>)", page)
    # Without its 不 or 部分 a label is that of another line: then the page itself says something else.
    spared = re.compile("同意|行政复议|行政诉讼|行政行为|纠错|其他情形")
    touched = [place for place, row in enumerate(rows) if not spared.search(row)]
    for _ in range(damage):
        place = rng.choice(touched)
        match rng.randrange(3):
            case 0:
                rows[place] = re.sub(r"<td>.*?</td>", "<td></td>", rows[place], count=1)
            case 1:
                rows[place] = "" if "rowspan" not in rows[place] else rows[place]
            case _:
                rows[place] = re.sub(r"[\u4e00-\u9fff](?=[\u4e00-\u9fff]{2})", "", rows[place], count=rng.randint(1, 3))
    report = parse((head + "".join(rows)).encode())
    assert silent_errors(report) == {}


@settings(max_examples=30)
@given(
    layout=st.sampled_from(["lines", "spaces", "joined", "stripped", "aligned"]),
    look=LOOKS,
    wrap=st.none() | st.integers(4, 20),
    apart=st.booleans(),
    page=st.none() | st.integers(20, 60),
)
def test_text_without_a_table_is_read_or_refused(
    layout: str, look: StatisticsOptions, wrap: int | None, apart: bool, page: int | None
) -> None:
    wrap = None if layout == "aligned" else wrap
    options = PlainTextOptions(layout=layout, wrap=wrap, apart=apart, page=page, statistics=look)
    report = parse(print_plain_text(TRUTH, options))
    assert silent_errors(report) == {}
