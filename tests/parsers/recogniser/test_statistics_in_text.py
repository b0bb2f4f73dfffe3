"""The statistics as extractors leave them: labels broken over lines, rows run on, columns kept by blanks or lost."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.report import Report, State
from parsers import parse
from parsers.recogniser.statistics.labels import lines_of_form
from replica.press.plain_text import PlainTextOptions, print_plain_text
from replica.press.statistics_table import StatisticsOptions
from replica.press.truth import STAT2014, Truth, make_truth, read_cells
from tests.parsers.recogniser.looks import LOOKS

TRUTH = make_truth(31, editions=STAT2014, year=2016)
HEAD = "某县2016年政府信息公开工作年度报告\n附表\n政府信息公开情况统计表（2016年度）\n"
#: label, unit, number: distinct numbers that keep no sum
ROWS = [
    (line.labels[0], "件", str(300 + 7 * place) if line.address else "—")
    for place, line in enumerate(lines_of_form().lines)
]
NUMBERS = {line.address: row[2] for line, row in zip(lines_of_form().lines, ROWS, strict=True) if line.address}


def not_right(report: Report, truth: Truth) -> dict[str, str]:
    """Cells that are not read as printed."""
    absent = {"state": State.MISSING, "value": None}
    expected = {
        address: {"state": cell["state"], "value": cell["value"]} for address, cell in read_cells(truth.cells).items()
    }
    return {
        address: f"{reading.state} {reading.value}"
        for address, reading in report.cells.items()
        if (reading.state, reading.value) != tuple(expected.get(address, absent).values())
    } | dict.fromkeys(expected.keys() - report.cells.keys(), "absent")


def silent(report: Report, truth: Truth) -> dict[str, str]:
    """Numbers that are not those of the truth and that no finding names."""
    told = {address for finding in report.findings for address in finding.addresses}
    states = (State.NUMBER, State.NA)
    wrong = not_right(report, truth)
    return {
        each: wrong[each] for each in wrong.keys() - told if each in report.cells and report.cells[each].state in states
    }


def numbers_of(text: str) -> dict[str, str]:
    return {
        address: str(reading.value)
        for address, reading in parse((HEAD + text).encode()).cells.items()
        if reading.state is State.NUMBER
    }


@pytest.mark.parametrize(
    "options",
    [
        StatisticsOptions(),
        StatisticsOptions(unit="label", chapters="merged", code="before"),
        StatisticsOptions(earlier=True, code="after", header="seen"),
        StatisticsOptions(earlier=True, code="before"),
        StatisticsOptions(halves=True, note=True),
        StatisticsOptions(seen_labels=True, header="seen", unit="none"),
    ],
    ids=["plain", "merged, counted", "last year, codes", "last year, counted", "halves", "as seen"],
)
@pytest.mark.parametrize(
    ("layout", "wrap"), [("lines", 12), ("lines", 4), ("spaces", None), ("aligned", 14), ("aligned", 9)]
)
def test_every_look_is_read_from_text(layout: str, wrap: int | None, options: StatisticsOptions) -> None:
    report = parse(print_plain_text(TRUTH, PlainTextOptions(layout=layout, wrap=wrap, statistics=options)))
    assert silent(report, TRUTH) == {}
    if wrap != 4:  # that breaks headers, too
        assert not_right(report, TRUTH) == {}


@pytest.mark.parametrize("page", [20, 33])
def test_pages_with_columns_of_their_own_are_read(page: int) -> None:
    options = PlainTextOptions(layout="aligned", wrap=9, page=page, statistics=StatisticsOptions(apart=True))
    report = parse(print_plain_text(TRUTH, options))
    assert silent(report, TRUTH) == {}
    assert len(not_right(report, TRUTH)) <= 6


def test_an_empty_cell_takes_no_number_of_another_column() -> None:
    lost = {"statistics.s14_req_fax": "", "statistics.s14_den_privacy": "", "statistics.s14_staff": "/"}
    truth = replace(TRUTH, cells=TRUTH.cells | lost)
    look = StatisticsOptions(earlier=True, code="after", note=True)
    report = parse(print_plain_text(truth, PlainTextOptions(layout="aligned", wrap=10, statistics=look)))
    assert not_right(report, truth) == {}


def test_without_a_header_a_lone_number_among_pairs_is_of_neither_year() -> None:
    rows = [f"{label} {unit} {number} 9{number}" for label, unit, number in ROWS]
    rows[3] = rows[3].rsplit(" ", 2)[0] + " 9999"
    assert numbers_of("\n".join(rows)) == {}


@pytest.mark.parametrize("parts", ["{2}\n{0}", "{1}\n{2}\n{0}"])
def test_numbers_in_front_of_their_labels_are_not_given_to_those_above(parts: str) -> None:
    assert numbers_of("\n".join(parts.format(*row) for row in ROWS)) == {}


def test_column_after_column_is_refused() -> None:
    assert numbers_of("\n".join(row[column] for column in range(3) for row in ROWS)) == {}


def test_ends_of_numbers_in_the_next_line_refuse_the_number() -> None:
    rows = [f"{label}  {unit}  {number}" for label, unit, number in ROWS]
    at = next(at for at, row in enumerate(rows) if "政务微博公开" in row)
    rows[at] = "3.政务微博公开政府信息  条  345\n数  67"
    numbers = numbers_of("\n".join(rows))
    assert "statistics.s14_ch_weibo" not in numbers
    assert numbers["statistics.s14_req_fax"] == NUMBERS["statistics.s14_req_fax"]


def test_the_end_of_a_label_that_names_another_line_is_no_label() -> None:
    rows = ["\n".join(row) for row in ROWS]
    at = next(at for at, row in enumerate(rows) if "负责同志参加政府网站" in row)
    rows[at] = "其中：主要负责同志参加\n政府网站在线访谈次数\n件\n5511"
    rows[at - 1] = "2.政府网站在线访谈次数\n件"
    numbers = numbers_of("\n".join(rows))
    assert "statistics.s14_interview" not in numbers
    assert numbers["statistics.s14_interview_head"] == "5511"


def test_the_end_of_a_misspelt_label_leaves_its_beginning_without_the_number() -> None:
    rows = ["\n".join(row) for row in ROWS]
    at = next(at for at, row in enumerate(rows) if "驳回原告" in row)
    rows[at] = "（一）维持具体行政行为或\n者驳回原吉诉公请求数\n件\n5511"
    assert "5511" not in numbers_of("\n".join(rows)).values()


def test_a_number_within_the_brackets_of_a_label_is_no_value() -> None:
    rows = [" ".join(row) for row in ROWS]
    rows[1] = "（一）主动公开政府信息数（不同渠道和方式公开相同信息计 1\n条）\n条 8675"
    assert numbers_of("\n".join(rows))["statistics.s14_active_info"] == "8675"
    rows[1] = "（一）主动公开政府信息数（相同信息计 1 条）\n条\n8675"
    assert numbers_of("\n".join(rows))["statistics.s14_active_info"] == "8675"


def test_units_broken_out_of_the_brackets_of_a_label_are_no_cells() -> None:
    look = StatisticsOptions(unit="label", code="after", note=True, numbered=False)
    report = parse(print_plain_text(TRUTH, PlainTextOptions(layout="lines", wrap=4, statistics=look)))
    assert silent(report, TRUTH) == {}


@settings(max_examples=60)
@given(
    layout=st.sampled_from(["lines", "spaces", "joined", "aligned"]),
    look=LOOKS,
    wrap=st.none() | st.integers(4, 20),
    blank=st.sampled_from(["line", "nothing"]),
    page=st.none() | st.integers(20, 60),
    seed=st.integers(0, 10**6),
    lost=st.integers(0, 15),
)
def test_text_with_empty_cells_gives_no_wrong_number(
    layout: str, look: StatisticsOptions, wrap: int | None, blank: str, page: int | None, seed: int, lost: int
) -> None:
    rng = random.Random(seed)
    truth = make_truth(seed, editions=STAT2014, year=2016)
    cells = {address: rng.choice(["", "/", "无"]) for address in rng.sample(sorted(truth.cells), lost)}
    truth = replace(truth, cells=truth.cells | cells)
    options = PlainTextOptions(layout=layout, wrap=wrap, blank=blank, page=page, statistics=look)
    report = parse(print_plain_text(truth, options))
    if report.editions["statistics"]:
        assert silent(report, truth) == {}
