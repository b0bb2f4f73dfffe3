"""Cells over several rows that a page end tears, as browsers draw them: rules missing below some, or out of line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from parsers.document import Grid
from parsers.readers.pdf import read
from tests.parsers.pdf_files import HEIGHT, pdf_file, show

XS = (30.0, 110.0, 200.0, 250.0, 300.0)
Text = tuple[int, float, str]  # column, height of the line's middle, what stands there


def across(y: float, first: int = 0, last: int = len(XS) - 1) -> str:
    return f"{XS[first]} {HEIGHT - y} m {XS[last]} {HEIGHT - y} l S\n"


def down(top: float, bottom: float, *columns: int) -> str:
    return "".join(f"{XS[column]} {HEIGHT - bottom} m {XS[column]} {HEIGHT - top} l S\n" for column in columns)


def page(rules: str, texts: Iterable[Text]) -> bytes:
    written = b"".join(show(text, XS[column] + 3, y + 3.5) for column, y, text in texts)
    return show("表格前面的一段文字，不是表格的一部分。", 60, 50) + b"0.6 w\n" + rules.encode() + written


def row(y: float, *texts: str) -> list[Text]:
    return [(column, y, text) for column, text in enumerate(texts, start=1)]


def cells(*pages: bytes) -> list[list[tuple[str, int]]]:
    (grid,) = [block for block in read(pdf_file(*pages)).blocks if isinstance(block, Grid)]
    return [[(cell.text, cell.row_span) for cell in grid.cells if cell.row == number] for number in range(grid.rows)]


def plain(*texts: str) -> list[tuple[str, int]]:
    return [(text, 1) for text in texts]


HEAD: Sequence[Text] = [(0, 700, "分组"), *row(700, "项目名称", "甲列", "乙列")]
VALUES: Sequence[Text] = [(0, 120, "丙组"), *row(120, "第三项", "31", "32")]


def test_a_cell_without_the_rule_that_others_have_at_the_page_end_goes_on() -> None:
    above = page(
        across(690) + across(710, 0) + across(750, 1) + down(690, 750, 0, 1, 2, 3, 4),
        [*HEAD, (0, 730, "甲组"), *row(730, "第一项", "11", "12")],
    )
    below = page(
        across(90) + across(110) + down(70, 110, 0, 1, 2, 3, 4),
        [*row(80, "第二项", "21", "22"), (0, 100, "丙组"), *row(100, "第三项", "31", "32")],
    )
    assert cells(above, below) == [
        plain("分组", "项目名称", "甲列", "乙列"),
        [("甲组", 2), *plain("第一项", "11", "12")],
        plain("第二项", "21", "22"),
        plain("丙组", "第三项", "31", "32"),
    ]


def test_cells_of_a_header_that_others_of_the_row_do_not_share_go_on() -> None:
    above = page(
        across(690) + across(710, 2) + down(690, 710, 0, 1, 2, 4),
        [(0, 700, "维持"), (1, 700, "纠正"), (2, 700, "复议后起诉")],
    )
    below = page(
        across(90) + across(110) + down(70, 110, 0, 1, 2, 3, 4),
        [(2, 80, "维持"), (3, 80, "纠正"), (0, 100, "15"), *row(100, "25", "35", "45")],
    )
    assert cells(above, below) == [
        [("维持", 2), ("纠正", 2), ("复议后起诉", 1)],
        plain("维持", "纠正"),
        plain("15", "25", "35", "45"),
    ]


def test_a_value_without_a_rule_below_it_takes_no_other_value() -> None:
    above = page(
        across(690) + across(710) + across(730, 0, 3) + down(690, 730, 0, 1, 2, 3, 4),
        [*HEAD, (0, 720, "甲组"), *row(720, "第一项", "11", "12")],
    )
    below = page(
        across(90) + across(110) + across(130) + down(70, 130, 0, 1, 2, 3, 4),
        [(0, 80, "乙组"), *row(80, "第二项", "21", "22"), (0, 100, "丙组"), *row(100, "第三项", "31", "")],
    )
    assert cells(above, below)[1:3] == [plain("甲组", "第一项", "11", "12"), plain("乙组", "第二项", "21", "22")]


def test_the_rule_of_a_group_out_of_line_with_its_rows_makes_no_row() -> None:
    rules = across(90) + across(110) + across(130, 1) + across(142, 0, 1) + across(150) + across(170)
    texts = [*VALUES, (0, 100, "分组"), *row(100, "项目名称", "甲列", "乙列"), *row(140, "第四项", "41", "42")]
    texts += [(0, 160, "丁组"), *row(160, "第五项", "51", "52")]
    assert cells(page(rules + down(90, 170, 0, 1, 2, 3, 4), texts)) == [
        plain("分组", "项目名称", "甲列", "乙列"),
        [("丙组", 2), *plain("第三项", "31", "32")],
        plain("第四项", "41", "42"),
        plain("丁组", "第五项", "51", "52"),
    ]


def test_a_blank_value_below_a_value_stays_a_cell() -> None:
    rules = across(90) + across(110) + across(120, 2, 3) + across(130) + down(90, 130, 0, 1, 2, 3, 4)
    texts = [(0, 100, "分组"), *row(100, "项目名称", "甲列", "乙列"), (0, 120, "甲组"), (1, 120, "第一项")]
    texts += [(2, 115, "11"), (3, 120, "12")]
    assert cells(page(rules, texts)) == [
        plain("分组", "项目名称", "甲列", "乙列"),
        [("甲组", 2), ("第一项", 2), ("11", 1), ("12", 2)],
        [("", 1)],
    ]


def test_a_group_may_reach_farther_down_than_the_row_that_the_page_end_cuts() -> None:
    above = page(
        across(690) + across(710) + down(690, 780, 0, 1) + down(690, 732, 2, 3, 4),
        [*HEAD, (0, 720, "甲组"), (0, 760, "下面"), *row(720, "第一项", "11", "12")],
    )
    below = page(
        across(90) + across(110) + down(70, 110, 0, 1, 2, 3, 4),
        [(1, 80, "的说明"), (0, 100, "丙组"), *row(100, "第三项", "31", "32")],
    )
    assert cells(above, below) == [
        plain("分组", "项目名称", "甲列", "乙列"),
        plain("甲组下面", "第一项的说明", "11", "12"),
        plain("丙组", "第三项", "31", "32"),
    ]


def test_words_that_run_over_the_page_end_below_their_cell_belong_to_it() -> None:
    above = page(
        across(690) + across(710) + down(690, 730, 0, 1, 2, 3, 4),
        [*HEAD, (0, 724, "甲组"), (0, 738, "下面"), (0, 752, "的项"), *row(720, "", "11", "12"), (2, 752, "7")],
    )
    below = page(
        across(90) + across(110) + down(70, 110, 0, 1, 2, 3, 4),
        [(1, 80, "第一项"), (0, 100, "丙组"), *row(100, "第三项", "31", "32")],
    )
    assert cells(above, below) == [
        plain("分组", "项目名称", "甲列", "乙列"),
        plain("甲组下面的项", "第一项", "11", "12"),
        plain("丙组", "第三项", "31", "32"),
    ]


def test_the_blank_rest_of_groups_may_be_without_the_rule_between_them() -> None:
    above = page(
        across(690) + across(710) + across(730, 2) + down(690, 750, 0, 1, 2, 3, 4),
        [
            (0, 700, "分组"),
            *row(700, "小组", "项目", "数"),
            (0, 720, "甲组"),
            *row(720, "小甲", "首项", "11"),
            (3, 740, "21"),
        ],
    )
    below = page(
        across(90) + across(110) + down(70, 90, 0, 2, 3, 4) + down(90, 110, 0, 1, 2, 3, 4),
        [(2, 80, "次项"), (0, 100, "丙组"), *row(100, "小丙", "末项", "31")],
    )
    assert cells(above, below)[1:] == [
        [("甲组", 2), ("小甲", 2), *plain("首项", "11")],
        plain("次项", "21"),
        plain("丙组", "小丙", "末项", "31"),
    ]


def test_a_row_of_a_header_may_be_cut_above_all_of_its_words() -> None:
    above = page(
        across(690) + across(710, 1) + down(690, 725, 0, 1, 4) + down(690, 710, 3),
        [(0, 705, "项目"), (1, 700, "未经复议直接起诉"), (3, 700, "复议后起诉")],
    )
    below = page(
        across(90) + across(110) + down(70, 110, 0, 1, 2, 3, 4),
        [*row(80, "维持", "纠正", "总计"), (0, 100, "15"), *row(100, "25", "35", "45")],
    )
    assert cells(above, below) == [
        [("项目", 2), ("未经复议直接起诉", 1), ("复议后起诉", 1)],
        plain("维持", "纠正", "总计"),
        plain("15", "25", "35", "45"),
    ]


def cut_row(above: Sequence[str], below: Sequence[str]) -> list[list[tuple[str, int]]]:
    """The rows below the header, the first of them 40 points high and cut in its middle, without rules there."""
    first = across(690) + across(710) + down(690, 730, 0, 1, 2, 3, 4)
    second = across(90) + across(110) + down(70, 110, 0, 1, 2, 3, 4)
    return cells(
        page(first, [*HEAD, (0, 720, above[0]), *row(720, *above[1:])]),
        page(second, [(0, 80, below[0]), *row(80, *below[1:]), (0, 100, "丙组"), *row(100, "第三项", "31", "32")]),
    )[1:]


def test_a_label_may_go_down_whole() -> None:
    third = plain("丙组", "第三项", "31", "32")
    assert cut_row(["", "", "", "34712345"], ["第二项", "21", "22", "6"]) == [
        plain("第二项", "21", "22", "347123456"),
        third,
    ]
    assert cut_row(["", "", "21", ""], ["第二项", "22", "", "23"])[0] == plain("第二项", "22", "21", "23")
    apart = ["第一项", "", "", "34712345"], ["第二项", "21", "22", "6"]
    assert cut_row(*apart) == [plain(*apart[0]), plain(*apart[1]), third]


def test_what_is_left_of_a_row_without_words_makes_no_row() -> None:
    assert cut_row(["第二项", "21", "22", "23"], ["", "", "", ""]) == [
        plain("第二项", "21", "22", "23"),
        plain("丙组", "第三项", "31", "32"),
    ]


def out_of_line(rule: float, label: Sequence[float]) -> list[list[tuple[str, int]]]:
    """A label of two lines at these heights, and 41 in a cell of its own, under a rule lower than that of the row."""
    rules = across(90) + across(110) + across(130) + across(rule, 1, 3) + across(170) + down(90, 170, 0, 1, 2, 3, 4)
    texts = [(0, 100, "分组"), *row(100, "项目名称", "甲列", "乙列"), (0, 120, "丙组"), *row(120, "第三项", "31", "32")]
    texts += [
        (0, 150, "丁组"),
        (1, label[0], "第四项说明"),
        (1, label[1], "（区分处理）"),
        (2, 155, "41"),
        (3, 150, "42"),
    ]
    return cells(page(rules, texts))


def test_a_rule_through_words_or_close_below_another_makes_no_row() -> None:
    for rule in (138.0, 140.5):
        assert out_of_line(rule, (140, 156)) == [
            plain("分组", "项目名称", "甲列", "乙列"),
            plain("丙组", "第三项", "31", "32"),
            plain("丁组", "第四项说明（区分处理）", "41", "42"),
        ]


def test_a_rule_far_above_a_label_makes_no_row_of_its_own() -> None:
    rules = across(90) + across(110) + across(135, 0, 2) + across(160) + down(90, 160, 0, 1, 2, 3, 4)
    texts = [(0, 100, "分组"), *row(100, "项目名称", "甲列", "乙列"), (0, 148, "丙组"), (1, 148, "3.第三项说明")]
    texts += [(2, 135, "31"), (3, 135, "32")]
    assert cells(page(rules, texts)) == [
        plain("分组", "项目名称", "甲列", "乙列"),
        plain("丙组", "3.第三项说明", "31", "32"),
    ]


def test_the_end_of_a_blank_group_close_above_its_rows_end_makes_no_row() -> None:
    above = page(
        across(690) + across(710) + across(730, 1) + down(690, 730, 0, 1, 2, 3, 4),
        [*HEAD, (0, 720, "甲组"), *row(720, "第一项", "11", "12")],
    )
    rules = across(70) + across(90) + across(105.6, 0, 1) + across(110) + across(130)
    texts = [(0, 80, "分组"), *row(80, "项目名称", "甲列", "乙列"), *row(100, "第二项", "21", "22")]
    below = page(rules + down(70, 130, 0, 1, 2, 3, 4), [*texts, (0, 120, "丙组"), *row(120, "第三项", "31", "32")])
    assert cells(above, below) == [
        plain("分组", "项目名称", "甲列", "乙列"),
        [("甲组", 2), *plain("第一项", "11", "12")],
        plain("第二项", "21", "22"),
        plain("丙组", "第三项", "31", "32"),
    ]


def test_a_rule_close_above_another_makes_no_row() -> None:
    rules = across(90) + across(110) + across(126, 1) + across(131) + down(90, 131, 0, 1, 2, 3, 4)
    texts = [(0, 100, "分组"), *row(100, "项目名称", "甲列", "乙列"), (0, 120, "丙组"), *row(118, "第三项", "31", "32")]
    assert cells(page(rules, texts)) == [plain("分组", "项目名称", "甲列", "乙列"), plain("丙组", "第三项", "31", "32")]


@pytest.mark.parametrize("rule", [109.0, 121.0], ids=["the first", "the second"])
def test_a_number_of_which_a_rule_strikes_one_line_out_is_unknown(rule: float) -> None:
    """Neither what is left of it is a number, nor what was written for it: the rule may be one of the table."""
    rules = across(70) + across(90) + across(rule, 3, 4) + across(130) + down(70, 130, 0, 1, 2, 3, 4)
    texts = [(0, 80, "分组"), *row(80, "项目名称", "甲列", "乙列"), (0, 110, "甲组"), *row(110, "第一项", "11")]
    (_, values) = cells(page(rules, [*texts, (3, 108, "34712345"), (3, 120, "6")]))
    assert "\ufffd" in values[3][0]
    assert not values[3][0].isdigit()


def test_a_rule_between_words_makes_two_cells() -> None:
    assert out_of_line(148, (139, 157))[2] == [("丁组", 2), ("第四项说明", 1), ("", 1), ("42", 2)]
