"""Numbers of another year, an example or another statistic are never the report's, its own cells being blank or not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from disclosure.report import Report, State
from parsers import parse

TITLE = "<h1>友谊县教育局2023年政府信息公开工作年度报告</h1>"
ACTIVE, APPLICATIONS, DISPUTES = (
    "<p>二、主动公开政府信息情况</p>",
    "<p>三、收到和处理政府信息公开申请情况</p>",
    "<p>四、政府信息公开行政复议、行政诉讼情况</p>",
)
LEAVES = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
RECEIVED = "一、本年新收政府信息公开申请数量"
CODES = ("natural_person", "org_business", "org_research", "org_public_interest", "org_legal_service", "org_other")
ADDRESSES = tuple(f"applications.new_received.{code}" for code in (*CODES, "total"))
OWN, OTHER, BLANK = (31, 2, 3, 4, 5, 6, 51), (11, 7, 8, 9, 12, 13, 60), ("",) * 7


def report_of(body: str, title: str = TITLE) -> Report:
    return parse(f"<html><body>{title}{body}</body></html>".encode())


def cells(values: Sequence[object]) -> str:
    return "".join(f"<td>{value}</td>" for value in values)


def head(under: Sequence[str] = ()) -> str:
    """The header of table three; ``under`` are sub-heads of each column."""
    wide, deep = len(under) or 1, 4 if under else 3
    subheads = f"<tr>{cells(tuple(under) * 7)}</tr>" if under else ""
    leaves = "".join(f"<td colspan={wide}>{leaf}</td>" for leaf in LEAVES[1:6])
    return (
        f"<tr><td colspan=3 rowspan={deep}>项目</td><td colspan={7 * wide}>申请人情况</td></tr>"
        f"<tr><td colspan={wide} rowspan=2>自然人</td><td colspan={5 * wide}>法人或其他组织</td>"
        f"<td colspan={wide} rowspan=2>总计</td></tr><tr>{leaves}</tr>{subheads}"
    )


def table(values: Sequence[object], caption: str = "") -> str:
    above = f"<tr><td colspan=10>{caption}</td></tr>" if caption else ""
    return f"<table>{above}{head()}<tr><td colspan=3>{RECEIVED}</td>{cells(values)}</tr></table>"


def disputes(*rows: Sequence[object]) -> str:
    outcomes = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    tall = "".join(f"<td rowspan=2>{outcome}</td>" for outcome in outcomes)
    body = "".join(f"<tr>{cells(row)}</tr>" for row in rows)
    return (
        "<table><tr><td rowspan=3>年度</td><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>"
        f"<tr>{tall}<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
        f"<tr>{cells(outcomes * 2)}</tr>{body}</table>"
    )


def read(report: Report, addresses: Sequence[str] = ADDRESSES) -> list[Decimal | str]:
    readings = [report.cells[address] for address in addresses]
    return [each.state.value if each.value is None else each.value for each in readings]


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


def named(report: Report, rule: str) -> set[str]:
    return {address for finding in report.findings if finding.rule == rule for address in finding.addresses}


@pytest.mark.parametrize(
    ("other", "own"),
    [
        ("2022年", "2023年"),
        ("附：2022年度情况", "2023年度情况"),
        ("上年度数据", "本年度数据"),
        ("二〇二二年", "二〇二三年"),
        ("（2022）", "（2023）"),
    ],
)
@pytest.mark.parametrize("values", [OWN, BLANK])
@pytest.mark.parametrize("first", [True, False])
def test_a_caption_above_tells_whose_a_table_is(other: str, own: str, values: Sequence[object], *, first: bool) -> None:
    tables = [f"<p>{other}</p>{table(OTHER)}", f"<p>{own}</p>{table(values)}"]
    report = report_of(APPLICATIONS + "".join(tables if first else reversed(tables)))
    assert read(report) == [value if value != "" else "blank" for value in values]
    assert "other_year" in rules(report)


@pytest.mark.parametrize("caption", ["2022年", "2022年度收到和处理政府信息公开申请情况表", "附表：上年度情况"])
@pytest.mark.parametrize("inside", [True, False])
def test_a_table_of_another_year_alone_is_not_read(caption: str, *, inside: bool) -> None:
    body = table(OTHER, caption) if inside else f"<p>{caption}</p>{table(OTHER)}"
    report = report_of(APPLICATIONS + body)
    assert set(read(report)) == {"missing"}
    assert set(ADDRESSES) <= named(report, "other_year")


@pytest.mark.parametrize(
    "caption",
    [
        "2023年度收到和处理政府信息公开申请情况表",
        "发布日期：2024年1月15日",
        "统计期限：2023年1月1日至2023年12月31日",
        "2022年至2023年",
        "《条例》（2019年修订）",
        "与2022年相比",
        "单位：件",
        "友教发〔2022〕30号",
    ],
)
def test_other_years_that_a_line_may_name_tell_nothing_of_the_table(caption: str) -> None:
    report = report_of(f"{APPLICATIONS}<p>{caption}</p>{table(OWN)}")
    assert read(report) == list(OWN)
    assert "other_year" not in rules(report)


def test_a_caption_holds_for_the_tables_that_follow_without_a_word() -> None:
    blocks = (
        "<p>第二十条第（五）项</p><table><tr><td>信息内容</td><td>本年处理决定数量</td></tr>"
        "<tr><td>行政许可</td><td>{}</td></tr></table>"
        "<p>第二十条第（六）项</p><table><tr><td>信息内容</td><td>本年处理决定数量</td></tr>"
        "<tr><td>行政处罚</td><td>{}</td></tr></table>"
    )
    body = f"{ACTIVE}<p>2022年</p>{blocks.format(71, 72)}<p>2023年</p>{blocks.format('', 82)}"
    addresses = ("active_disclosure.license_decisions", "active_disclosure.penalty_decisions")
    assert read(report_of(body), addresses) == ["blank", 82]


@pytest.mark.parametrize("caption", ["填报示例", "样例：", "样表"])
def test_an_example_is_not_read(caption: str) -> None:
    report = report_of(f"{APPLICATIONS}<p>{caption}</p>{table(OTHER)}<p>本机关数据</p>{table(BLANK)}")
    assert set(read(report)) == {"blank"}
    assert "example_left_out" in rules(report)


@pytest.mark.parametrize("under", [("2023年", "2022年"), ("2022年", "2023年"), ("上年", "本年"), ("2023", "2022")])
@pytest.mark.parametrize("values", [OWN, BLANK])
def test_sub_heads_tell_whose_a_column_is(under: tuple[str, str], values: Sequence[object]) -> None:
    own = next(place for place, word in enumerate(under) if word in ("2023年", "本年", "2023"))
    pairs = [pair if own == 0 else pair[::-1] for pair in zip(values, OTHER, strict=True)]
    row = f"<tr><td colspan=3>{RECEIVED}</td>{cells([each for pair in pairs for each in pair])}</tr>"
    report = report_of(f"{APPLICATIONS}<table>{head(under)}{row}</table>")
    assert read(report) == [value if value != "" else "blank" for value in values]
    assert "other_year" in rules(report)


def test_columns_of_other_years_only_are_refused() -> None:
    row = f"<tr><td colspan=3>{RECEIVED}</td>{cells((1, '') * 7)}</tr>"
    report = report_of(f"{APPLICATIONS}<table>{head(('2022年', '2021年'))}{row}</table>")
    assert set(read(report)) == {"unreadable"}
    assert set(ADDRESSES) <= named(report, "slots_ambiguous")


def test_a_difference_beside_two_years_is_of_neither() -> None:
    body = (
        "<table><tr><td colspan=4>第二十条第（五）项</td></tr>"
        "<tr><td rowspan=2>信息内容</td><td colspan=3>本年处理决定数量</td></tr>"
        "<tr><td>2022</td><td>2023</td><td>增减</td></tr><tr><td>行政许可</td><td>71</td><td></td><td>9</td></tr>"
        "<tr><td colspan=4>第二十条第（六）项</td></tr>"
        "<tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr>"
        "<tr><td>行政处罚</td><td colspan=3>82</td></tr></table>"
    )
    addresses = ("active_disclosure.license_decisions", "active_disclosure.penalty_decisions")
    assert read(report_of(ACTIVE + body), addresses) == ["blank", 82]


@pytest.mark.parametrize(("other", "own"), [("2022年", "2023年"), ("上年度", "本年度"), ("2022", "2023")])
@pytest.mark.parametrize("values", [range(101, 116), [""] * 15])
@pytest.mark.parametrize("first", [True, False])
def test_rows_of_table_four_by_year(other: str, own: str, values: Sequence[object], *, first: bool) -> None:
    rows = [(other, *range(51, 66)), (own, *values)]
    report = report_of(DISPUTES + disputes(*(rows if first else reversed(rows))))
    addresses = [address for address in report.cells if address.startswith("disputes.")]
    assert read(report, addresses) == [value if value != "" else "blank" for value in values]


def test_table_four_of_another_year_only_is_not_read() -> None:
    report = report_of(DISPUTES + disputes(("2022年", *range(51, 66))))
    addresses = [address for address in report.cells if address.startswith("disputes.")]
    assert set(read(report, addresses)) == {"missing"}
    assert set(addresses) <= named(report, "other_year")


def test_rows_of_table_three_by_year() -> None:
    label = f"<td colspan=2 rowspan=2>{RECEIVED}</td>"
    rows = f"<tr>{label}<td>2022年</td>{cells(OTHER)}</tr><tr><td>2023年</td>{cells(BLANK)}</tr>"
    assert set(read(report_of(f"{APPLICATIONS}<table>{head()}{rows}</table>"))) == {"blank"}


def test_what_was_carried_over_from_a_year_is_of_the_reporting_year() -> None:
    label = "二、2022年结转政府信息公开申请数量"
    report = report_of(APPLICATIONS + table(OWN).replace(RECEIVED, label))
    assert "other_year" not in rules(report)


def test_the_table_of_another_statistic_gives_no_number() -> None:
    statistic = "<table><tr><td>项目</td><td>数量</td></tr><tr><td>行政处罚</td><td>888</td></tr></table>"
    own = "<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政处罚</td><td>{}</td></tr></table>"
    address = ("active_disclosure.penalty_decisions",)
    first = "<p>一、总体情况</p>" + statistic
    assert read(report_of(first + ACTIVE + own.format("")), address) == ["blank"]
    assert read(report_of(ACTIVE + own.format(82) + "<p>六、其他需要报告的事项</p>" + statistic), address) == [82]


@pytest.mark.parametrize("blank_first", [True, False])
def test_a_blank_against_a_number_is_a_difference(*, blank_first: bool) -> None:
    tables = [f"<p>全县汇总</p>{table(OTHER)}", f"<p>本机关</p>{table(BLANK)}"]
    report = report_of(APPLICATIONS + "".join(reversed(tables) if blank_first else tables))
    assert set(read(report)) == {"unreadable"}
    assert set(ADDRESSES) <= named(report, "row_repeated")


@pytest.mark.parametrize("values", [(OWN, BLANK), (BLANK, OWN)])
def test_the_empty_form_beside_a_filled_one_takes_nothing_from_it(values: tuple[Sequence[object], ...]) -> None:
    assert read(report_of(APPLICATIONS + "".join(map(table, values)))) == list(OWN)


@pytest.mark.parametrize("between", ["我局2023年没有收到申请。", "本机关"])
def test_words_before_an_empty_table_may_make_it_the_reports_own(between: str) -> None:
    report = report_of(f"{APPLICATIONS}{table(OTHER)}<p>{between}</p>{table(BLANK)}")
    assert set(read(report)) == {"unreadable"}


def test_words_before_the_first_piece_of_a_table_hold_for_all_pieces() -> None:
    piece = "<p>{}</p><table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>{}</td><td>{}</td></tr></table>"
    items = (("第二十条第（五）项", "行政许可", 71), ("第二十条第（六）项", "行政处罚", 72))
    filled = "".join(piece.format(*item) for item in items)
    empty = "".join(piece.format(caption, label, "") for caption, label, _ in items)
    addresses = ("active_disclosure.license_decisions", "active_disclosure.penalty_decisions")
    for body in (f"<p>全县汇总</p>{filled}{empty}", f"{filled}<p>本机关</p>{empty}"):
        assert set(read(report_of(ACTIVE + body), addresses)) == {"unreadable"}
    assert read(report_of(ACTIVE + filled + empty), addresses) == [71, 72]


def test_prose_ends_what_a_caption_said() -> None:
    prose = (
        "<p>我局2023年收到的政府信息公开申请数量与往年大体相当，均已按照有关规定在法定的期限内办理完毕，没有例外。</p>"
    )
    report = report_of(f"{APPLICATIONS}<p>2022年</p>{table(OTHER)}{prose}{table(OWN)}")
    assert read(report) == list(OWN)


@pytest.mark.parametrize("line", ["以下为2022年数据。", "2022年，本机关收到申请情况如下："])
def test_a_sentence_that_points_to_the_table_is_a_caption(line: str) -> None:
    assert set(read(report_of(f"{APPLICATIONS}<p>{line}</p>{table(OTHER)}"))) == {"missing"}


def test_a_row_twice_in_one_table_is_refused_where_one_is_blank() -> None:
    rows = "".join(f"<tr><td colspan=3>{RECEIVED}</td>{cells(values)}</tr>" for values in (OTHER, BLANK))
    report = report_of(f"{APPLICATIONS}<table>{head()}{rows}</table>")
    assert {report.cells[address].state for address in ADDRESSES} == {State.UNREADABLE}


def test_two_years_side_by_side_in_a_report_of_no_known_year_are_refused() -> None:
    row = f"<tr><td colspan=3>{RECEIVED}</td>{cells(('', 1) * 7)}</tr>"
    title = "<h1>友谊县教育局政府信息公开工作年度报告</h1>"
    report = report_of(f"{APPLICATIONS}<table>{head(('2023年', '2022年'))}{row}</table>", title)
    assert not [address for address in ADDRESSES if report.cells[address].state is State.NUMBER]
    assert set(ADDRESSES) <= {address for finding in report.findings for address in finding.addresses}
