"""Numbers of another year, an example or another statistic are never the report's, its own cells being blank or not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from disclosure.report import Report, State
from parsers import parse
from tests.parsers.sheet_files import data, styles, text, xlsx

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


@pytest.mark.parametrize(
    "line",
    [
        "注：上一年指2022年",
        "注：上年结转（2022年）为上年末未办结件数",
        "2022年底结转3件",
        "2022年末未办结3件",
        "2022年未办结的申请计入上年结转",
        "上年未办结件计入“上年结转政府信息公开申请数量”",
        "填报年度：2024年",
        "（2024年填报）",
        "2024年编制",
        "2024年公开",
        "友谊县教育局 2024年",
        "友谊县教育局（2024年填报）",
        "数据来源：2024年统计报表",
        "按照2021年新格式填报",
        "依据2021年新版格式",
        "（依据2019年新修订的《条例》）",
        "《中华人民共和国政府信息公开条例》2019年施行",
        "不含2022年数据",
        "以下数据均不含2022年",
        "（往年年报请点击查看）",
        "去年同期数据见往年年报",
        "上一年度报告见网站",
        "参照省政府示例填报",
        "参照省政府示例",
        "(示例见附件)",
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_a_line_that_names_a_year_or_an_example_in_passing_tells_nothing(line: str, *, inside: bool) -> None:
    body = table(OWN, line) if inside else f"<p>{line}</p>{table(OWN)}"
    report = report_of(APPLICATIONS + body)
    assert read(report) == list(OWN)
    assert not {"other_year", "example_left_out"} & rules(report)


@pytest.mark.parametrize(
    "line",
    [
        "三、2022年收到和处理政府信息公开申请情况",
        "附表1：2022年度政府信息公开申请情况统计表",
        "友谊县教育局2022年政府信息公开申请情况表",
        "2022年（单位：件）",
        "附2022年数据",
        "2022年行政许可情况",
        "2022年数据（供参考）",
        "对比：2022年",
        "此表为2022年数据",
        "2022年底",
        "填报示例（供参考）",
        "统计年度：2022年",
        "去年同期数据",
        "政府信息公开申请情况表（2022年度）",
        "政府信息公开申请情况表（样表）",
        "以下数据为示例，请勿引用",
    ],
)
def test_a_line_whose_subject_is_another_year_or_an_example_holds_for_the_table(line: str) -> None:
    assert set(read(report_of(f"{APPLICATIONS}<p>{line}</p>{table(OTHER)}"))) == {"missing"}
    assert set(read(report_of(APPLICATIONS + table(OTHER, line)))) == {"missing"}


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("carried_in", "二、上年结转政府信息公开申请数量（2022年）"),
        ("carried_in", "二、上年结转政府信息公开申请数量（2022年度）"),
        ("carried_out", "四、结转下年度继续办理（2024年）"),
    ],
)
def test_a_label_may_explain_the_year_before_or_after(code: str, label: str) -> None:
    report = report_of(APPLICATIONS + table(OWN).replace(RECEIVED, label))
    assert read(report, [each.replace("new_received", code) for each in ADDRESSES]) == list(OWN)
    assert "other_year" not in rules(report)


def test_a_label_may_name_the_year_before_behind_the_words_for_it() -> None:
    labels = (RECEIVED, "二、上年（2022年）结转政府信息公开申请数量", "（一）予以公开")
    rows = "".join(f"<tr><td colspan=3>{label}</td>{cells(OWN)}</tr>" for label in labels)
    report = report_of(f"{APPLICATIONS}<table>{head()}{rows}</table>")
    assert read(report, [each.replace("new_received", "carried_in") for each in ADDRESSES]) == list(OWN)


def test_a_label_may_say_of_which_years_it_counts() -> None:
    body = (
        "<table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
        "<tr><td>行政规范性文件（含2022年前）</td><td>1</td><td>2</td><td>9</td></tr></table>"
    )
    addresses = [f"active_disclosure.normdoc_{what}" for what in ("issued", "repealed", "in_force")]
    assert read(report_of(ACTIVE + body), addresses) == [1, 2, 9]


@pytest.mark.parametrize("head", ["上一年项目数量（2018年）", "上一年（2018年）项目数量", "上年项目数（2018年）"])
def test_a_header_of_the_form_may_explain_the_year_before(head: str) -> None:
    body = (
        "<p>第二十条第（五）项</p>"
        f"<table><tr><td>信息内容</td><td>{head}</td><td>本年增/减</td><td>处理决定数量</td></tr>"
        "<tr><td>行政许可</td><td>258</td><td>+31</td><td>7168</td></tr></table>"
    )
    report = report_of(ACTIVE + body, TITLE.replace("2023", "2019"))
    found = [
        reading.raw for address, reading in report.cells.items() if address.startswith("active_disclosure.license")
    ]
    assert found == ["258", "+31", "7168"]
    assert not {"other_year", "slots_ambiguous"} & rules(report)


@pytest.mark.parametrize(
    "words", ["模板", "（空白模板）", "空白表", "附：空表", "样表", "政府信息公开申请情况表（模板）"]
)
@pytest.mark.parametrize("caption", ["", "<p>2023年度政府信息公开申请情况表</p>"])
@pytest.mark.parametrize("first", [True, False])
def test_an_empty_table_that_is_called_a_template_takes_nothing(words: str, caption: str, *, first: bool) -> None:
    tables = [f"<p>{words}</p>{table(BLANK)}", f"{caption or '<p>本机关数据</p>'}{table(OWN)}"]
    assert read(report_of(APPLICATIONS + "".join(tables if first else reversed(tables)))) == list(OWN)


@pytest.mark.parametrize("words", ["模板下载", "本机关按模板填报"])
def test_a_line_that_only_speaks_of_a_template_makes_none(words: str) -> None:
    report = report_of(f"{APPLICATIONS}{table(OTHER)}<p>{words}</p>{table(BLANK)}")
    assert set(read(report)) == {"unreadable"}


def test_words_nearer_to_an_empty_table_than_a_template_hold() -> None:
    report = report_of(f"{APPLICATIONS}{table(OTHER)}<p>模板</p><p>本机关</p>{table(BLANK)}")
    assert set(read(report)) == {"unreadable"}


def sheet(number: object, *lines: str) -> str:
    row = text("行政许可", 1) + (text("", 1) if number == "" else text(str(number), 1))
    return data(*map(text, lines), text("信息内容", 1) + text("本年处理决定数量", 1), row)


@pytest.mark.parametrize("first", [True, False])
def test_an_empty_form_with_its_headings_on_a_sheet_of_its_own_takes_nothing(*, first: bool) -> None:
    heading = "二、主动公开政府信息情况"
    title = "友谊县教育局2023年政府信息公开工作年度报告"
    sheets = [sheet(71, title, heading), sheet("", "表样", heading)]
    report = parse(xlsx(*(sheets if first else reversed(sheets)), styles=styles()))
    assert read(report, ["active_disclosure.license_decisions"]) == [71]


def test_a_bare_empty_table_on_another_sheet_may_be_the_reports_own() -> None:
    title = "友谊县教育局2023年政府信息公开工作年度报告"
    report = parse(xlsx(sheet(71, title, "二、主动公开政府信息情况"), sheet(""), styles=styles()))
    assert read(report, ["active_disclosure.license_decisions"]) == ["unreadable"]
