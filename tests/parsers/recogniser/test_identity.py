from __future__ import annotations

import pytest

from disclosure.report import ElementPath
from parsers import parse
from parsers.document import Document, Paragraph
from parsers.readers.html import read
from parsers.recogniser.identity import Identity, identify_report


def document(*lines: str, title: str = "", **metadata: str) -> Document:
    return Document(tuple(Paragraph(line) for line in lines), "text/plain", title, metadata)


def test_a_title_over_two_lines() -> None:
    identity = identify_report(document("洪泽区人民政府", "2023年政府信息公开工作年度报告", "正文"))
    assert identity.agency is not None
    assert (identity.agency.name, identity.year) == ("洪泽区人民政府", 2023)
    assert identity.scope == "area"


def test_the_title_holds_against_the_period_and_the_conflict_is_told() -> None:
    period = "本报告所列数据统计期限自2022年1月1日起至2022年12月31日止。"
    identity = identify_report(document("屏锦镇2023年政府信息公开工作年度报告", period))
    assert identity.year == 2023
    assert [(finding.rule, finding.expected, finding.found) for finding in identity.findings] == [
        ("year_conflict", "2023", "2022")
    ]


def test_the_period_serves_where_the_title_has_no_year() -> None:
    period = "所列数据的统计期限为2022年1月1日至12月31日。"
    assert identify_report(document("屏锦镇政府信息公开工作年度报告", period)).year == 2022


def test_a_title_without_agency_takes_the_publisher_then_the_signature() -> None:
    title = "2023年政府信息公开工作年度报告"
    published = identify_report(document(title, "正文", ContentSource="友谊县教育局"))
    signed = identify_report(document(title, "正文", "米易县得石镇人民政府", "2024年1月16日"))
    assert published.agency is not None
    assert signed.agency is not None
    assert (published.agency.division_code, signed.agency.division_code) == ("230522", "510421102")


def test_the_name_is_the_last_resort() -> None:
    identity = identify_report(document("正文"), name="友谊县新镇乡2021年政府信息公开工作年度报告.pdf")
    assert identity.year == 2021
    assert identity.agency is not None
    assert identity.agency.division_code == "230522205"


@pytest.mark.parametrize("separator", ["-", "_", " - ", "——", "|"])
def test_a_page_title_that_names_the_site_too(separator: str) -> None:
    title = f"友谊县新镇乡2021年政府信息公开工作年度报告{separator}友谊县人民政府"
    identity = identify_report(document("正文", title=title))
    assert identity.year == 2021
    assert identity.agency is not None
    assert identity.agency.division_code == "230522205"


def test_a_date_of_publication_is_no_year() -> None:
    assert identify_report(document("屏锦镇政府信息公开工作年度报告", "2024年1月16日")).year is None


def test_of_the_years_the_period_comes_before_the_text_and_the_text_before_the_address() -> None:
    title, said = "屏锦镇政府信息公开工作年度报告", "现将2018年度政府信息公开工作情况报告如下。"
    period = "统计期限为2019年1月1日至2019年12月31日。"
    url = "http://a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2020"
    assert identify_report(document(title, said, period), url=url).year == 2019
    assert identify_report(document(title, said), url=url).year == 2018
    assert identify_report(document(title), url=url).year == 2020
    assert identify_report(document(title), url="http://a.gov.cn/art/2020/1/2/art_1.html").year is None


@pytest.mark.parametrize(
    "period",
    [
        "本报告所列数据的统计期限自 2018 年 1 月 1 日起，至 2018 年 12 月 31 日止。",
        "统计时段：2018年1月1日—12月31日",
        "数据统计期间为2018.1.1-2018.12.31。",
        "本报告中所列数据的统计时间从2018年01月01日至2018年12月31日。",
    ],
)
def test_periods(period: str) -> None:
    assert identify_report(document("屏锦镇政府信息公开工作年度报告", period)).year == 2018


def test_a_year_in_a_notice_that_the_text_quotes_is_none() -> None:
    quoted = "根据《关于编制2017年政府信息公开工作年度报告的通知》要求，编制本报告。"
    assert identify_report(document("屏锦镇政府信息公开工作年度报告", quoted)).year is None


def test_an_address_that_disagrees_is_told() -> None:
    url = "http://a.gov.cn/xxgkAnnualReport.jsp?fbtime=2020"
    identity = identify_report(document("屏锦镇2021年政府信息公开工作年度报告"), url=url)
    assert identity.year == 2021
    assert [(each.rule, each.expected, each.found) for each in identity.findings] == [("year_conflict", "2021", "2020")]


def test_lines_of_a_menu_before_the_title_are_no_agency() -> None:
    identity = identify_report(
        document("首页", "政府信息公开年报", "友谊县新镇乡2021年政府信息公开工作年度报告", "正文")
    )
    assert identity.agency is not None
    assert identity.agency.name == "友谊县新镇乡"


@pytest.mark.parametrize("item", ["乡镇", "街道", "首页", "政府信息公开年报", "发布机构：友谊县人民政府办公室"])
def test_an_item_of_a_menu_above_a_title_without_agency_is_none(item: str) -> None:
    assert identify_report(document(item, "2021年政府信息公开工作年度报告", "正文")).agency is None


def test_a_title_broken_anywhere() -> None:
    identity = identify_report(document("友谊县新镇乡人民政府2021年政府信息公开", "工作年度报告", "正文"))
    assert identity.agency is not None
    assert (identity.agency.division_code, identity.year) == ("230522205", 2021)


@pytest.mark.parametrize(
    ("stated", "signed", "linked", "name"),
    [
        ("米易县得石镇人民政府", "", "", "米易县得石镇人民政府"),
        ("米易县人民政府办公室", "米易县得石镇人民政府", "", "米易县得石镇人民政府"),
        ("米易县人民政府办公室", "", "得石镇2023年政府信息公开工作年度报告", "得石镇"),
        ("米易县人民政府办公室", "", "", "米易县人民政府办公室"),
    ],
)
def test_an_office_that_publishes_for_others_is_believed_last(stated: str, signed: str, linked: str, name: str) -> None:
    read = document("2023年政府信息公开工作年度报告", "正文。", *filter(None, [signed]), 发布机构=stated)
    agency = identify_report(read, name=linked).agency
    assert agency is not None
    assert agency.name == name


RIGHT, WRONG = "113708830043262784", "113708830043262785"


def test_a_credit_code_names_the_county_of_a_name_that_many_places_bear() -> None:
    read = document("太平镇2021年政府信息公开工作年度报告", 索引号=f"{RIGHT}/2022-00001")
    by_index = identify_report(read)
    by_address = identify_report(
        document("太平镇2021年政府信息公开工作年度报告"), url=f"http://a.gov.cn/x.jsp?area={RIGHT}&fbtime=2021"
    )
    for identity in (by_index, by_address):
        assert identity.agency is not None
        assert identity.agency.uscc == RIGHT
        assert (identity.agency.division_code or "").startswith("370883")
        assert identity.findings == ()


def test_a_wrong_check_character_is_told_and_the_code_not_used() -> None:
    read = document("太平镇2021年政府信息公开工作年度报告", 索引号=f"{WRONG}/2022-00001")
    identity = identify_report(read)
    assert identity.agency is not None
    assert (identity.agency.uscc, identity.agency.division_code) == (None, None)
    assert [(each.rule, each.found) for each in identity.findings] == [("uscc_invalid", WRONG)]


def test_a_name_and_a_code_of_two_counties_leave_the_division_open() -> None:
    read = document("友谊县新镇乡2021年政府信息公开工作年度报告", 索引号=f"{RIGHT}/2022-00001")
    identity = identify_report(read)
    assert identity.agency is not None
    assert identity.agency.division_code is None
    assert [each.rule for each in identity.findings] == ["division_conflict"]


def test_the_county_that_the_text_names_settles_which_of_the_namesakes_it_is() -> None:
    title = "官亭镇2024年政府信息公开工作年度报告"
    settled = identify_report(document(title, "可登录民和县人民政府网站查阅。")).agency
    open_still = identify_report(document(title, "与巨鹿县、肥西县交流。")).agency
    assert settled is not None
    assert open_still is not None
    assert settled.division_code == "630222103"
    assert (open_still.division_code, len(open_still.candidates)) == (None, 4)


@pytest.mark.parametrize(
    ("agency", "kind", "scope"),
    [
        ("米易县人民政府", "county_gov", "area"),
        ("桐梓县", "county_gov", "area"),
        ("府谷县政府办", "county_office", "office"),
        ("临夏市人民政府办公室", "county_office", "office"),
        ("麟游县自然资源局", "county_dept", "agency"),
        ("得石镇人民政府办公室", "township", "agency"),
        ("苏泊淖尔苏木", "township", "agency"),
        ("雄关街道办", "subdistrict", "agency"),
        ("某某高新区", "zone", "agency"),
        ("嘉祥经济开发区管委会", "zone", "agency"),
        ("淮安市生态环境局洪泽分局", "vertical", "agency"),
        ("国家税务总局米易县税务局", "vertical", "agency"),
        ("米易县消防救援大队", "vertical", "agency"),
        ("米易县公安局城区分局", "county_dept", "agency"),
        ("米易县人民医院", "institution", "agency"),
        ("米易县自来水有限公司", "institution", "agency"),
        ("国营八五二农场", "farm_enterprise", "agency"),
        ("第一师十二团", "farm_enterprise", "agency"),
        ("米易县各乡镇", "township", "multi"),
    ],
)
def test_kinds_and_scopes(agency: str, kind: str, scope: str) -> None:
    identity = identify_report(document(f"{agency}2023年政府信息公开工作年度报告"))
    assert identity.agency is not None
    assert (identity.agency.kind, identity.scope) == (kind, scope)


OWN, YEAR = "友谊县凤岗镇人民政府", "2023年政府信息公开工作年度报告"
ROWS = "<tr><td>行政处罚</td><td>5</td></tr><tr><td>行政强制</td><td>0</td></tr>"
TABLE = f"<p>二、主动公开政府信息情况</p><table>{ROWS}</table>"


def identify_page(body: str, head: str = "", name: str = "") -> Identity:
    page = f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return identify_report(read(page.encode()), name=name)


def told(identity: Identity) -> tuple[str | None, int | None, list[str]]:
    name = identity.agency.name if identity.agency else None
    return name, identity.year, [finding.rule for finding in identity.findings]


@pytest.mark.parametrize(
    "above",
    [
        "<div>2024年政府信息公开年报</div>",
        f"<div>当前位置：首页 &gt; 政务公开 &gt; {OWN}{YEAR}</div>",
        "<div>首页&gt;2024年政府信息公开年报</div>",
        "<ul><li>友谊县教育局2022年政府信息公开工作年度报告</li></ul>",
        "<div>友谊县教育局2022年政府信息公开工作年度报告</div>",
        "<h3>2024年政府信息公开年报</h3>",
        "<div>您的位置：首页 &gt; 友谊县教育局2022年政府信息公开工作年度报告</div>",
    ],
)
def test_what_stands_above_the_title_of_the_page_is_not_its_title(above: str) -> None:
    assert told(identify_page(f"{above}<h1>{OWN}{YEAR}</h1>{TABLE}")) == (OWN, 2023, [])


def test_a_heading_below_a_long_menu_is_the_title() -> None:
    menu = "".join(f"<div>栏目{number}</div>" for number in range(20))
    assert told(identify_page(f"<div>友谊县教育局{YEAR}</div>{menu}<h2>{OWN}{YEAR}</h2>{TABLE}")) == (OWN, 2023, [])


def test_a_column_lends_its_year_to_no_title() -> None:
    titled = f"<div>2024年政府信息公开年报</div><h1>{OWN}政府信息公开工作年度报告</h1>{{}}{TABLE}"
    assert told(identify_page(titled.format(""))) == (OWN, None, [])
    assert told(identify_page(titled.format("<p>现公布2023年政府信息公开工作情况。</p>"))) == (OWN, 2023, [])
    page = document(f"{OWN}政府信息公开工作年度报告", PageTitle="2024年政府信息公开年报_友谊县人民政府")
    assert told(identify_report(page)) == (OWN, None, [])


def test_items_of_a_menu_are_not_joined_to_a_title() -> None:
    menu = "<ul><li>友谊县教育局</li><li>2022年</li></ul>"
    assert told(identify_page(f"{menu}<h1>政府信息公开工作年度报告</h1>{TABLE}")) == (None, None, [])
    assert told(identify_page(f"<div><p>友谊县人民政府</p></div><h1>{YEAR}</h1>{TABLE}")) == (None, 2023, [])
    assert told(identify_page(f"<h1>{OWN}<br>{YEAR}</h1>{TABLE}")) == (OWN, 2023, [])
    assert told(identify_page(f"<p><b>{OWN}</b></p><p><span>{YEAR}</span></p>{TABLE}")) == (OWN, 2023, [])


def test_a_column_set_as_heading_leaves_open_which_title_is_the_reports() -> None:
    page = f"<h1>2024年政府信息公开年报</h1><div class=title>{OWN}{YEAR}</div>{{}}{TABLE}"
    assert told(identify_page(page.format(""))) == (None, None, ["year_conflict", "agency_conflict"])
    period = "<p>统计期限自2023年1月1日起至2023年12月31日止。</p>"
    assert told(identify_page(page.format(period))) == (OWN, 2023, ["year_conflict"])


def test_titles_of_two_agencies_with_nothing_to_choose_by_leave_the_agency_open() -> None:
    lines = (f"友谊县教育局{YEAR}", f"{OWN}{YEAR}", "正文")
    assert told(identify_report(document(*lines))) == (None, 2023, ["agency_conflict"])
    below = "".join(f"<p>{line}</p>" for line in lines)
    assert told(identify_page(f"<h1>{YEAR}</h1>{below}{TABLE}")) == (None, 2023, ["agency_conflict"])


def test_a_title_in_the_text_that_names_another_year_than_that_of_the_page_is_told() -> None:
    page = f"<h1>{OWN}{YEAR}</h1><p>2022年政府信息公开工作年度报告</p>{TABLE}"
    assert told(identify_page(page)) == (OWN, 2023, ["year_conflict"])


def test_a_title_in_the_facts_of_the_page_that_names_another_year_is_told() -> None:
    meta = f'<meta name=ArticleTitle content="{OWN}2022年政府信息公开工作年度报告">'
    assert told(identify_page(f"<h1>{OWN}{YEAR}</h1>{TABLE}", meta)) == (OWN, 2023, ["year_conflict"])


def test_the_title_element_serves_where_the_heading_says_nothing() -> None:
    page = document("年度报告", "正文", title="年度报告", PageTitle=f"{OWN}{YEAR}_友谊县人民政府")
    assert told(identify_report(page)) == (OWN, 2023, [])


@pytest.mark.parametrize("year", ["2022-2023年", "20233年"])
def test_a_title_whose_year_is_not_clear_leaves_the_year_to_the_period_and_is_told(year: str) -> None:
    title = f"{OWN}{year}政府信息公开工作年度报告"
    rules = ["year_unclear" if year == "20233年" else "year_conflict"]
    period = "统计期限自2023年1月1日起至2023年12月31日止。"
    assert told(identify_report(document(title, "正文"))) == (OWN, None, rules)
    assert told(identify_report(document(title, period))) == (OWN, 2023, rules)
    assert told(identify_report(document(title, "现将2023年政府信息公开工作情况报告如下。"))) == (OWN, 2023, rules)


def test_a_year_that_the_text_says_otherwise_is_told() -> None:
    title = f"{OWN}2022年政府信息公开工作年度报告"
    text = "2023年，我镇认真贯彻。现公布2023年政府信息公开工作年度报告。"
    assert told(identify_report(document(title, text))) == (OWN, 2022, ["year_conflict"])
    period = "统计期限自2022年1月1日起至2022年12月31日止。"
    assert told(identify_report(document(title, text, period))) == (OWN, 2022, ["year_conflict"])
    period = "统计期限自2023年1月1日起至2023年12月31日止。"
    assert told(identify_report(document(title, text, period))) == (OWN, 2022, ["year_conflict"])


def test_a_year_that_the_text_compares_with_is_not_the_one_it_says() -> None:
    text = "与2022年政府信息公开工作情况相比，我镇公开更为及时。"
    assert told(identify_report(document(f"{OWN}{YEAR}", text))) == (OWN, 2023, [])


def test_a_day_in_the_name_is_no_year() -> None:
    title = f"{OWN}政府信息公开工作年度报告"
    assert identify_report(document(title), name="2024年01月发布：2023年政府信息公开工作年度报告").year == 2023
    assert identify_report(document(title), name="2024年政府信息公开栏目2023年").year is None


@pytest.mark.parametrize(
    ("below", "agency", "rules"),
    [
        ("<div>友谊县人民政府</div><div>版权所有</div>", None, []),
        ("<div>友谊县人民政府</div>", None, []),
        ("<p>无其他事项。</p><div>友谊县人民政府</div>", None, []),
        ("<div><a>友谊县教育局</a></div><div><a>友谊县财政局</a></div>", None, []),
        ("<div>友谊县教育局</div><div>友谊县财政局</div>", None, []),
        ("<p>无其他事项。</p><a>友谊县教育局</a>", None, []),
        (f"<p>{OWN}</p><p>2024年1月16日</p><p>主办：某办</p><p>承办：某办</p><p>标识码</p><p>备案</p>", OWN, []),
        (f"<p>{OWN}</p><p>二〇二四年一月十六日</p>", OWN, []),
        (f"<p>{OWN} 2024年1月16日</p><div>友谊县人民政府</div><div>版权所有</div>", OWN, []),
        (f"<p>无其他事项。</p><p>{OWN}</p>", OWN, ["agency_unsure"]),
        ("<p>我局</p><p>2024年1月16日</p>", None, []),
        ("<p>友谊县教育局</p><p>2024年1月16日</p><p>友谊县财政局</p><p>2024年1月16日</p>", None, []),
    ],
)
def test_the_foot_of_a_page_signs_nothing(below: str, agency: str | None, rules: list[str]) -> None:
    assert told(identify_page(f"<h1>{YEAR}</h1>{TABLE}{below}")) == (agency, 2023, rules)


def test_an_agency_behind_a_dash() -> None:
    assert identify_report(document(f"{YEAR}——{OWN}", "正文")).title == f"{YEAR}——{OWN}"
    assert told(identify_report(document(f"{YEAR}——{OWN}", "正文"))) == (OWN, 2023, [])
    assert told(identify_report(document("正文", title=f"{YEAR}——友谊县人民政府"))) == (None, 2023, [])


def test_a_place_that_the_text_only_speaks_of_settles_nothing() -> None:
    title = "鼓楼区教育局2023年政府信息公开工作年度报告"
    visited = identify_report(document(title, "赴开封市学习，与开封市政府座谈。")).agency
    seated = identify_report(document(title, "地址：河南省开封市鼓楼区某路。")).agency
    assert visited is not None
    assert seated is not None
    assert (visited.division_code, seated.division_code) == (None, "410204")


def test_an_article_within_a_list_or_a_bookmark_is_no_menu() -> None:
    article = f"<p><a name=top>{OWN}{YEAR}</a></p>{TABLE}"
    other = f"友谊县教育局{YEAR}"
    assert told(identify_page(f"<ul><li>{other}</li><li>{article}</li></ul>")) == (OWN, 2023, [])
    assert told(identify_page(f"<div><a href=x>{other}</a></div>{article}")) == (OWN, 2023, [])


def test_lines_of_a_file_may_be_set_differently_and_still_be_one_title() -> None:
    place = (ElementPath("/w:document/w:body/w:p[1]", "word/document.xml"),)
    lines = (Paragraph(OWN, place, heading=True), Paragraph(YEAR, place), Paragraph("正文", place))
    assert told(identify_report(Document(lines, "text/plain"))) == (OWN, 2023, [])


def test_a_title_element_that_names_the_column_does_not_hide_the_title() -> None:
    column = "2024年政府信息公开年报_友谊县人民政府"
    page = document(f"{OWN}{YEAR}", "正文", title=column, PageTitle=column)
    assert told(identify_report(page)) == (OWN, 2023, [])


def test_a_report_that_says_neither_whose_nor_of_which_year_it_is_is_told_of() -> None:
    table = "<tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>7</td></tr>"
    report = parse(f"<body><p>二、主动公开政府信息情况</p><table>{table}</table></body>".encode())
    assert (report.agency, report.year) == (None, None)
    assert {"agency_unknown", "year_unknown"} <= {finding.rule for finding in report.findings}


@pytest.mark.parametrize("separator", [" ", "-", "_", "|", "——", " - "])
def test_the_site_and_the_column_in_a_page_title_are_not_whose_report_it_is(separator: str) -> None:
    def page(
        *parts: str, below: str = "", meta: str = "", heading: str = YEAR
    ) -> tuple[str | None, int | None, list[str]]:
        head = f"{meta}<title>{separator.join(parts)}</title>"
        return told(identify_page(f"<h1>{heading}</h1>{TABLE}{below}", head))

    site, column = "友谊县人民政府", "政府信息公开年报"
    signed, stated = f"<p>{OWN}</p><p>2024年1月16日</p>", f'<meta name=ContentSource content="{OWN}">'
    assert page(site, column, YEAR, below=signed) == (OWN, 2023, [])
    assert page(site, column, YEAR, meta=stated) == (OWN, 2023, [])
    assert page(site, YEAR, below=signed) == (OWN, 2023, [])
    assert page("友谊县门户网站", "政府信息公开", YEAR) == (None, 2023, [])
    assert page(site, column, f"{OWN}{YEAR}") == (OWN, 2023, [])
    assert page(site, column, f"{OWN}{YEAR}", heading="年度报告") == (OWN, 2023, [])
    assert page(f"{OWN}{YEAR}", column, site, heading="年度报告") == (OWN, 2023, [])
    assert page(YEAR, column, site) == (None, 2023, [])
    # Where nothing else names one it may be the site's.
    assert page(site, column, YEAR) == (site, 2023, ["agency_unsure"])
    county = f'<meta name=ContentSource content="{site}">'
    assert page("友谊县教育局", YEAR, meta=county) == ("友谊县教育局", 2023, ["agency_unsure"])
    assert page("友谊县气象局", "友谊县教育局", YEAR) == (None, 2023, [])


@pytest.mark.parametrize(
    "title",
    [
        "友谊县 凤岗镇人民政府2023年政府信息公开工作年度报告",
        "友谊县凤岗镇人民政府2023年 政府信息公开工作年度报告",
        "友谊县凤岗镇人民政府2023年政府信息公开工作 年度报告",
        "友谊县人民政府 友谊县凤岗镇人民政府2023年 政府信息公开工作年度报告",
    ],
)
def test_blanks_within_the_title_of_a_page(title: str) -> None:
    head = f"<title>{title}</title>"
    assert told(identify_page(f"<h1>年度报告</h1>{TABLE}", head)) == ("友谊县凤岗镇人民政府", 2023, [])


def test_a_column_that_is_called_by_its_agency_is_not_the_title_of_the_page() -> None:
    head = f"<title>友谊县人民政府政府信息公开年报 {YEAR}</title>"
    signed = f"<p>{OWN}</p><p>2024年1月16日</p>"
    assert told(identify_page(f"<h1>{YEAR}</h1>{TABLE}{signed}", head)) == (OWN, 2023, [])


def test_a_title_below_the_card_of_its_document_is_read() -> None:
    card = "索 引 号 | 0142581323/2025-00001 | 分 类 | 教育/报告 |\n发布机构 | 教育局 | 发文日期 | 2025-01-20 |\n"
    card += "标 题 | 政府信息公开工作2024年度报告 | ||\n文 号 | 无 | 主 题 词 | |\n时 效 | 有效 |\n"
    report = parse(f"{card}友谊县教育局政府信息公开工作2024年度报告\n一、总体情况\n如下。\n{_TABLE}".encode())
    assert report.agency is not None
    assert (report.agency.name, report.year) == ("友谊县教育局", 2024)


def test_a_title_is_not_joined_to_the_menu_above_it_and_the_sentence_below() -> None:
    lines = ["首页 走进友谊 政府信息公开 政务服务", "友谊县教育局2020年政府信息公开工作报告"]
    lines += ["根据《中华人民共和国政府信息公开条例》要求,形成2020年度教育局信息公开年度报告。"]
    identity = identify_report(document(*lines))
    assert identity.agency is not None
    assert (identity.agency.name, identity.title) == ("友谊县教育局", lines[1])


@pytest.mark.parametrize("end", ["", "。", "（2024.1.5）"])
def test_a_title_over_two_lines_may_end_as_sentences_do(end: str) -> None:
    identity = identify_report(document("友谊县人民政府", f"2023年政府信息公开工作年度报告{end}", "正文"))
    assert identity.agency is not None
    assert (identity.agency.name, identity.year) == ("友谊县人民政府", 2023)


def test_a_sentence_that_announces_the_report_tells_its_year() -> None:
    assert identify_report(document("现将友谊县司法局2023年度政府信息公开年报公布如下：")).year == 2023


_TABLE = """二、主动公开政府信息情况
第二十条第(一)项 |
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 | 4 | 5 | 6 |
行政规范性文件 | 3 | 1 | 7 |
"""
