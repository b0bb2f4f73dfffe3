import pytest

from disclosure.forms import forms_with, load_forms


@pytest.mark.parametrize(
    ("edition", "counts"),
    [
        ("fmt2021", {"active_disclosure": 10, "applications": 175, "disputes": 15}),
        ("fmt2019", {"active_disclosure": 22, "applications": 161, "disputes": 15}),
        ("stat2014", {"statistics": 58}),
    ],
)
def test_an_edition_has_the_statutory_number_of_cells(edition: str, counts: dict[str, int]) -> None:
    tables = load_forms()[edition].tables
    assert {name: len(table.cells) for name, table in tables.items()} == counts


@pytest.mark.parametrize("edition", ["fmt2021", "fmt2019", "stat2014"])
def test_addresses_are_unique_and_every_cell_is_labelled_in_both_languages(edition: str) -> None:
    cells = [cell for table in load_forms()[edition].tables.values() for cell in table.cells]
    assert len({cell.address for cell in cells}) == len(cells)
    assert all(cell.label_zh and cell.label_en and cell.address.startswith(f"{cell.table}.") for cell in cells)
    assert {cell.type for cell in cells} <= {"count", "amount", "change"}


def test_other_handling_is_one_row_in_the_old_form_and_three_in_the_new() -> None:
    rows = {
        edition: [row.code for row in form.tables["applications"].blocks[0].rows if row.code.startswith("other_")]
        for edition, form in forms_with("applications").items()
    }
    assert rows == {"fmt2021": ["other_no_correction", "other_fee_unpaid", "other_other"], "fmt2019": ["other_total"]}


def test_units_and_types_of_money_and_change() -> None:
    form = load_forms()["fmt2021"].cell("active_disclosure.fee_amount_wan")
    assert (form.unit, form.type) == ("万元", "amount")
    amount = load_forms()["fmt2019"].cell("active_disclosure.procurement_amount")
    assert (amount.unit, amount.type) == (None, "amount"), "the form prints no unit for the amount"
    assert load_forms()["fmt2019"].cell("active_disclosure.penalty_item_change").type == "change"


def test_a_cell_of_another_edition_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_forms()["fmt2021"].cell("applications.other_total.total")


def test_the_statistics_are_lines_under_lines() -> None:
    lines = load_forms()["stat2014"].tables["statistics"].lines
    tree = {line.labels[0]: lines[line.parent].labels[0] if line.parent is not None else None for line in lines}
    assert tree["一、主动公开情况"] is None
    assert tree["2.政府网站公开政府信息数"] == "（二）通过不同渠道和方式公开政府信息的情况"
    assert tree["涉及个人隐私"] == "4.不同意公开答复数"
    assert tree["制发规范性文件总数"] == "一、主动公开情况"
    assert len([line for line in lines if line.address is None]) == 7
    assert all(line.parent is None or line.parent < place for place, line in enumerate(lines))


def test_money_and_people_of_the_statistics_have_their_units() -> None:
    form = load_forms()["stat2014"]
    assert form.amounts == {"statistics.s14_fee_wan", "statistics.s14_budget_wan"}
    assert form.cell("statistics.s14_trainees").unit == "人次"
    assert form.cell("statistics.s14_rev_other").label_zh == "四、行政复议数量：（三）其他情形数"
