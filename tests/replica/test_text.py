"""Tab text and Markdown: the faults of each layout stand where the options put them."""

import pytest

from replica.press.markdown import print_markdown
from replica.press.tab_text import TabTextOptions, lost_cells, print_tab_text
from replica.press.truth import FMT2019, FMT2021, HYBRID, Truth, expected_json, make_truth


def rows_of(truth: Truth, options: TabTextOptions | None = None) -> list[list[str]]:
    return [line.split("\t") for line in print_tab_text(truth, options).decode().split("\n")]


def values(truth: Truth, code: str) -> list[str]:
    return [text for address, text in truth.cells.items() if address.startswith(f"applications.{code}.")]


def row_with(rows: list[list[str]], label: str) -> tuple[int, list[str]]:
    return next((number, row) for number, row in enumerate(rows) if any(label in slot for slot in row))


@pytest.mark.parametrize("edition", [FMT2021, FMT2019, HYBRID], ids=["fmt2021", "fmt2019", "hybrid"])
def test_each_number_stands_once(edition: dict[str, str]) -> None:
    truth = make_truth(1, editions=edition)
    for printed in (print_tab_text(truth).decode().split("\n"), print_markdown(truth).decode().split("\n")):
        slots = [slot.strip() for line in printed for slot in line.replace("|", "\t").split("\t")]
        assert [number for number in truth.cells.values() if slots.count(number) != 1] == []


def test_plain_rows_lead_and_trail_with_empty_slots() -> None:
    truth = make_truth(2)
    rows = rows_of(truth)
    assert row_with(rows, "四、结转")[1][1:] == ["", *values(truth, "carried_out"), ""]
    assert row_with(rows, "2.重复申请")[1] == ["", "", "2.重复申请", *values(truth, "rejected_repeat")]
    assert len([row for row in rows if len(row) == 10]) == 3 + 25


def test_a_split_label_goes_on_after_a_blank_line() -> None:
    truth = make_truth(2)
    rows = rows_of(truth, TabTextOptions(split_label="other_no_correction"))
    number, first = row_with(rows, "1.申请人无正当理由")
    assert first[3:] == values(truth, "other_no_correction")
    assert rows[number + 1] == [""]
    rest = rows[number + 2]
    assert first[1] + rest[1] == "(六) 其他处理"
    assert first[2] + rest[2] == "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    assert rest[3:] == [""] * 7


def test_lost_first_values_are_expected_as_blanks() -> None:
    truth = make_truth(3)
    options = TabTextOptions(lost_first_values=("rejected_repeat", "carried_out"))
    lost = lost_cells(truth, options)
    assert lost == ["applications.rejected_repeat.natural_person", "applications.carried_out.natural_person"]
    rows = rows_of(truth, options)
    assert row_with(rows, "2.重复申请")[1][3:] == ["", *values(truth, "rejected_repeat")[1:]]
    states = {address: cell["state"] for address, cell in expected_json(truth, lost=lost).items()}
    assert [address for address, state in states.items() if state == "blank"] == sorted(lost, key=list(states).index)


def test_shifted_and_narrow_rows_keep_their_values_in_order() -> None:
    truth = make_truth(4)
    options = TabTextOptions(shifted_rows=("other_other", "result_total"), narrow_from="denied_process_info")
    rows = rows_of(truth, options)
    number, row = row_with(rows, "6.属于四类过程性信息")
    assert rows[number - 1] == [""]
    assert row == ["", "6.属于四类过程性信息", *values(truth, "denied_process_info")]
    plain = rows_of(truth, TabTextOptions(shifted_rows=("other_other", "result_total")))
    assert row_with(plain, "3.其他")[1] == ["3.其他", "", *values(truth, "other_other"), ""]
    assert row_with(plain, "(七) 总计")[1] == ["(七) 总计", *values(truth, "result_total"), "", ""]


def test_garbled_headers_and_cut_block() -> None:
    text = print_tab_text(
        make_truth(5), TabTextOptions(garbled_headers=True, cut_block=True, caption_as_paragraph=True)
    ).decode()
    assert "本年度止件数" in text
    assert "\n、本年新收" in text
    assert "自然人" not in text
    assert "\n\n第二十条第（八）项\t\n" in text
    assert "\n第二十条第（一）项\n\n信息内容\t" in text


def test_the_old_form_has_twenty_three_rows() -> None:
    rows = rows_of(make_truth(6, editions=FMT2019))
    assert len([row for row in rows if len(row) == 10]) == 3 + 23
    assert row_with(rows, "(六) 其他处理")[1][2:9] == values(make_truth(6, editions=FMT2019), "other_total")


def test_faults_that_cannot_be_printed_are_refused() -> None:
    truth = make_truth(7, editions=FMT2019)
    with pytest.raises(KeyError, match="no row other_other"):
        print_tab_text(truth, TabTextOptions(split_label="other_other"))
    with pytest.raises(ValueError, match="label of carried_in"):
        print_tab_text(truth, TabTextOptions(shifted_rows=("carried_in",)))
