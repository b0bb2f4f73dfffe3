"""Text whose tables an extractor dissolved into lines: what is certain is read, the rest refused and told."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.report import Report, State, TextPosition
from parsers import parse
from parsers.document import Grid
from parsers.readers.text import read
from parsers.readers.text_cuts import cut
from replica.press.plain_text import PlainTextOptions, print_plain_text
from replica.press.truth import FMT2019, FMT2021, HYBRID, Truth, expected_json, make_truth, reprinted, with_blanks

LAYOUTS = ("lines", "spaces", "joined", "stripped", "aligned", "grid", "box")
#: layouts that part the values of a row
PARTED = [
    PlainTextOptions("lines"),
    PlainTextOptions("lines", apart=True, wrap=7),
    PlainTextOptions("lines", page=40, newline="\r\n"),
    PlainTextOptions("spaces", wrap=9),
    PlainTextOptions("aligned"),
    PlainTextOptions("aligned", wrap=9, page=60),
    PlainTextOptions("grid"),
    PlainTextOptions("box", page=30),
]


def right_or_refused(report: Report, truth: Truth) -> int:
    """How many cells are right; asserts that every other one is refused and told."""
    told = {address for finding in report.findings for address in finding.addresses}
    right = 0
    for address, expected in expected_json(truth).items():
        reading = report.cells.get(address)
        if reading is None:
            continue
        # A number that a drawn column broke is text.
        if reading.state in (State.UNREADABLE, State.MISSING) or (reading.state is State.TEXT and "\n" in reading.raw):
            assert address in told
            continue
        value = None if reading.value is None else float(reading.value)
        assert (address, reading.state.value, value) == (address, expected["state"], expected["value"])
        right += 1
    return right


@pytest.mark.parametrize("editions", [FMT2021, FMT2019, HYBRID], ids=["fmt2021", "fmt2019", "hybrid"])
@pytest.mark.parametrize("options", PARTED, ids=str)
def test_every_cell_where_the_layout_parts_them(options: PlainTextOptions, editions: dict[str, str]) -> None:
    truth = make_truth(11, editions=editions)
    report = parse(print_plain_text(truth, options))
    assert right_or_refused(report, truth) == len(truth.cells)
    assert [section.number for section in report.sections] == list("一二三四五六")


@pytest.mark.parametrize("marks", ["# ", "## ", "####  "])
@pytest.mark.parametrize("layout", ["lines", "spaces", "aligned"])
def test_headings_with_marks_of_markdown_are_no_part_of_a_table(layout: str, marks: str) -> None:
    truth = make_truth(11)
    text = print_plain_text(truth, PlainTextOptions(layout)).decode()
    marked = re.sub(r"^(?=[一二三四五六]、[^\d]*(?:情况|事项)$)", marks, text, flags=re.MULTILINE)
    report = parse(marked.encode())
    assert marked.count(marks) == 6
    assert [section.number for section in report.sections] == list("一二三四五六")
    assert right_or_refused(report, truth) == len(truth.cells)


@pytest.mark.parametrize("layout", ["joined", "stripped"])
def test_zeros_run_together_are_cut(layout: str) -> None:
    truth = make_truth(12)
    truth = reprinted(truth, dict.fromkeys(truth.cells, "0"))
    assert right_or_refused(parse(print_plain_text(truth, PlainTextOptions(layout))), truth) == 200


@st.composite
def printed(draw: st.DrawFn) -> tuple[Truth, PlainTextOptions]:
    truth = make_truth(draw(st.integers(0, 10**6)), editions=draw(st.sampled_from([FMT2021, HYBRID, FMT2019])))
    rows = draw(st.sampled_from(["", "applications.", "applications.rejected_", "disputes."]))
    small = draw(st.sampled_from(["0", "1", "/", "", None]))
    if small is not None and rows:
        truth = reprinted(truth, {address: small for address in truth.cells if address.startswith(rows)})
    blanks = draw(st.lists(st.sampled_from(sorted(truth.cells)), max_size=12))
    options = PlainTextOptions(
        layout=draw(st.sampled_from(LAYOUTS)),
        blank=draw(st.sampled_from(["line", "nothing"])),
        apart=draw(st.booleans()),
        wrap=draw(st.none() | st.integers(4, 14)),
        page=draw(st.none() | st.integers(20, 80)),
        newline=draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )
    return with_blanks(truth, blanks), options


@settings(max_examples=60)
@given(printed())
def test_no_wrong_value_in_any_layout(case: tuple[Truth, PlainTextOptions]) -> None:
    truth, options = case
    right_or_refused(parse(print_plain_text(truth, options)), truth)


@pytest.mark.parametrize(
    ("runs", "columns", "expected"),
    [
        (["0000000"], 7, [["0"] * 7]),
        (["000", "0000"], 7, [["0"] * 3, ["0"] * 4]),
        (["1000001"], 7, [["1", "0", "0", "0", "0", "0", "1"]]),
        (["120000012"], 7, [["12", "0", "0", "0", "0", "0", "12"]]),
        (["120030015"], 7, [["12", "0", "0", "3", "0", "0", "15"]]),
        (["000000000000000"], 15, [["0"] * 15]),
        (["000"], 3, [["0"] * 3]),
        (["12000000"], 7, None),  # its total was not printed, or the sum is wrong: several cuts, none proved
        (["000000"], 7, None),
        (["123"], 3, None),  # no sum proves it
        (["1111111111"], 7, None),
        (["１２"], 7, None),
    ],
)
def test_a_cut_is_made_where_one_only_is_possible(
    runs: list[str], columns: int, expected: list[list[str]] | None
) -> None:
    assert cut(runs, columns) == expected


@settings(max_examples=200)
@given(st.lists(st.integers(0, 400), min_size=6, max_size=6))
def test_a_cut_gives_the_numbers_that_were_run_together(numbers: list[int]) -> None:
    row = [str(number) for number in (*numbers, sum(numbers))]
    assert cut(["".join(row)], 7) in (None, [row])


def test_a_row_that_is_not_sure_takes_no_value_of_the_next() -> None:
    # Which digits are whose in the first row is not known; the second, whose middle cell was empty, has one number.
    text = "信息内容上一年项目数量本年增/减处理决定数量\n行政处罚776+92878\n行政强制8595997\n"
    cells = parse(f"二、主动公开政府信息情况\n第二十条第（六）项\n{text}".encode()).cells
    told = {address: cell for address, cell in cells.items() if "penalty" in address or "coercion" in address}
    assert {cell.state for cell in told.values()} == {State.UNREADABLE}
    assert told["active_disclosure.coercion_decisions"].raw == "8595997"


def test_a_lost_blank_refuses_the_row() -> None:
    text = "一、本年新收政府信息公开申请数量\n1\n0\n0\n0\n0\n1\n二、上年结转政府信息公开申请数量\n0\n0\n0\n0\n0\n0\n0\n"
    cells = parse(f"三、收到和处理政府信息公开申请情况\n{text}".encode()).cells
    assert {cell.state for address, cell in cells.items() if ".new_received." in address} == {State.UNREADABLE}
    assert {cell.value for address, cell in cells.items() if ".carried_in." in address} == {0}


def test_values_between_two_labels_belong_to_neither() -> None:
    rows = "行政处罚\n行政强制\n7\n8\n"
    fees = "第二十条第（八）项\n信息内容\n本年收费金额（单位：万元）\n行政事业性收费\n0.5\n"
    text = f"二、主动公开政府信息情况\n第二十条第（六）项\n信息内容\n本年处理决定数量\n{rows}{fees}"
    cells = parse(text.encode()).cells
    for code in ("penalty_decisions", "coercion_decisions"):
        assert cells[f"active_disclosure.{code}"].state is State.UNREADABLE
    assert cells["active_disclosure.fee_amount_wan"].raw == "0.5"


def test_the_place_of_a_cut_value_points_at_it() -> None:
    rows = "一、本年新收政府信息公开申请数量\u200b1200012\r\n二、上年结转政府信息公开申请数量0000000"
    text = f"\ufeff三、收到和处理政府信息公开申请情况\r\n{rows}"
    grid = next(block for block in read(text.encode()).blocks if isinstance(block, Grid))
    values = [cell for cell in grid.cells if cell.text.isdigit()]
    assert len(values) == 8  # seven digits for seven columns whose sum does not hold stay one
    for cell in values:
        (place,) = cell.place
        assert isinstance(place, TextPosition)
        assert text.split("\r\n")[place.line - 1][place.column - 1 :].startswith(cell.text)


def test_prose_is_no_table() -> None:
    text = "办理行政许可 5 件，行政处罚 3 件，规章 0 件。\n2023年，收到申请 0 件。\n"
    assert not any(isinstance(block, Grid) for block in read(text.encode()).blocks)


def test_columns_of_characters_show_which_cells_are_empty() -> None:
    truth = make_truth(15)
    rows = [address for address in truth.cells if ".rejected_petition." in address]
    truth = with_blanks(truth, ["applications.rejected_repeat.total", *rows])
    report = parse(print_plain_text(truth, PlainTextOptions("aligned")))
    assert right_or_refused(report, truth) == 200


def test_a_value_between_two_columns_is_refused() -> None:
    labels = (
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "四、结转下年度继续办理          ",
    )
    columns = ["0     " * 7, "   1     0     0     0     0     1", "0     " * 7]
    rows = "\n".join(f"{label}  {values}" for label, values in zip(labels, columns, strict=True))
    cells = parse(f"三、收到和处理政府信息公开申请情况\n{rows}\n".encode()).cells
    states = {cell.state for address, cell in cells.items() if ".carried_in." in address}
    assert states == {State.UNREADABLE}


def test_ends_of_numbers_in_the_next_line_refuse_the_row() -> None:
    text = (
        "三、收到和处理政府信息公开申请情况\n"
        "一、本年新收政府信息公开申请数量  10  74  10  13  11  91  62\n"
        "二、上年结转政府信息公开申请数量  0  0  0  0  0  0  0\n"
        "   2.其他法律行政法规禁止         10  74  10  13  11  91  209\n"
        "   公开                            1   2   3   4   5   6   21\n"
    )
    cells = parse(text.encode()).cells
    assert cells["applications.denied_law_prohibited.total"].state is State.UNREADABLE
    assert cells["applications.carried_in.total"].value == 0


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("12件0件0件3件0件0件15件", [12, 0, 0, 3, 0, 0, 15]),
        ("1,20031,200", [None] * 7),
        ("1200012", [None] * 7),
        ("120030015", [12, 0, 0, 3, 0, 0, 15]),
    ],
)
def test_values_run_together_behind_their_label(run: str, expected: list[int | None]) -> None:
    rows = f"一、本年新收政府信息公开申请数量{run}\n二、上年结转政府信息公开申请数量0000000\n"
    text = f"三、收到和处理政府信息公开申请情况\n{rows}"
    cells = parse(text.encode()).cells
    assert [cell.value for address, cell in cells.items() if ".new_received." in address] == expected


@pytest.mark.parametrize("bar", ["\t", " | ", "\n"])
def test_sums_named_before_the_first_column_refuse_the_rows(bar: str) -> None:
    columns = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    label, numbers = "一、本年新收政府信息公开申请数量", ["3", "5", "7", "11", "13", "17", "56"]
    for header, values, expected in (
        ([*columns, "总计"], numbers, 3),
        (["总计", *columns], numbers[-1:] + numbers[:-1], None),
    ):
        lines = ["三、收到和处理政府信息公开申请情况", bar.join(["申请人情况", *header]), bar.join([label, *values])]
        report = parse("\n".join(lines).encode())
        reading = report.cells["applications.new_received.natural_person"]
        assert reading.value == expected
        assert expected or reading.state is State.UNREADABLE
        told = {address for finding in report.findings for address in finding.addresses}
        assert expected or "applications.new_received.natural_person" in told


@pytest.mark.parametrize("seed", range(1, 6))
def test_values_with_single_spaces_between_stand_under_nothing(seed: int) -> None:
    truth = with_blanks(make_truth(seed, editions=FMT2019), ["active_disclosure.coercion_item_change"])
    report = parse(print_plain_text(truth, PlainTextOptions("spaces")))
    right_or_refused(report, truth)
    assert report.cells["active_disclosure.coercion_item_change"].state is State.UNREADABLE


def test_a_label_alone_in_its_line_is_an_empty_row_where_all_rows_are_lines() -> None:
    truth = make_truth(21)
    rows = [address for address in truth.cells if ".rejected_repeat." in address]
    truth = with_blanks(truth, ["active_disclosure.penalty_decisions", *rows])
    report = parse(print_plain_text(truth, PlainTextOptions("spaces")))
    assert right_or_refused(report, truth) == 200


def test_a_label_alone_in_its_line_says_nothing_where_values_have_lines_of_their_own() -> None:
    truth = make_truth(22)
    rows = [address for address in truth.cells if ".rejected_repeat." in address]
    lines = print_plain_text(with_blanks(truth, rows), PlainTextOptions("spaces")).decode().split("\n")
    at = next(at for at, line in enumerate(lines) if "公开出版物" in line)
    label, *values = lines[at].split()
    lines[at] = f"{label}\n{' '.join(values)}"
    cells = parse("\n".join(lines).encode()).cells
    assert {cells[address].state for address in rows} == {State.UNREADABLE}


HEADS = "结果维持    结果纠正    其他结果    尚未审结    总计    "


@pytest.mark.parametrize("total", [57, 58])
def test_of_disputes_the_header_shows_which_cells_are_empty(total: int) -> None:
    header = f"行政复议{' ' * 40}    行政诉讼\n{' ' * 56}未经复议直接起诉{' ' * 40}复议后起诉\n{HEADS * 3}"
    values = f"{' ' * 56}{'11':<12}{'':<12}{'4':<12}{'':<12}{'':<8}{'31':<12}{'7':<12}{'19':<12}{'0':<12}{total}"
    text = f"四、政府信息公开行政复议、行政诉讼情况\n{header}\n{values}\n五、存在的主要问题及改进情况\n无。\n"
    cells = {address.removeprefix("disputes."): cell for address, cell in parse(text.encode()).cells.items()}
    if total == 57:
        assert cells["litdirect_upheld"].value == 11
        assert cells["litdirect_other"].value == 4
        assert cells["litpost_total"].value == 57
        assert cells["review_total"].state is State.BLANK
    else:  # no sum proves that the values stand under their words
        assert cells["litdirect_upheld"].state is State.UNREADABLE


def test_a_header_of_disputes_in_parts_gives_no_value_to_other_columns() -> None:
    outcomes = "结果\n维持\n结果\n纠正\n其他\n结果\n尚未\n审结\n总计\n"
    text = (
        f"四、政府信息公开行政复议、行政诉讼情况\n行政复议\n行政诉讼\n{outcomes}770\n990\n717\n95\n2572\n"
        f"未经复议直接起诉\n{outcomes}复议后起诉\n{outcomes}277\n411\n921\n83\n1692\n433\n167\n636\n55\n1291\n70000\n"
    )
    report = parse(f"某县2023年政府信息公开工作年度报告\n{text}".encode())
    assert not any(cell.state is State.NUMBER for cell in report.cells.values())


@pytest.mark.parametrize("gap", [[], [""], ["", ""]])
def test_the_number_of_a_page_behind_a_row_that_lost_a_value_is_none_of_the_row(gap: list[str]) -> None:
    truth = make_truth(14)
    lines = print_plain_text(truth, PlainTextOptions("spaces")).decode().splitlines()
    row = "applications.rejected_repeat."
    at = next(at for at, line in enumerate(lines) if "重复申请" in line)
    label, _, *values = lines[at].split(" ")
    behind = [" ".join([label, *values]), *gap, "6", *gap]
    between = [label, *gap, "6", *gap, " ".join(values)]
    columns = [address for address in truth.cells if address.startswith(row)]
    for page_end in (behind, between):
        report = parse("\n".join([*lines[:at], *page_end, *lines[at + 1 :]]).encode())
        assert {report.cells[address].state for address in columns} == {State.UNREADABLE}


def test_a_total_that_the_width_of_a_page_broke_off_is_one() -> None:
    truth = make_truth(14)
    lines = print_plain_text(truth, PlainTextOptions("spaces")).decode().splitlines()
    at = next(at for at, line in enumerate(lines) if "重复申请" in line)
    lines[at : at + 1] = lines[at].rsplit(" ", 1)
    assert right_or_refused(parse("\n".join(lines).encode()), truth) == len(truth.cells)
