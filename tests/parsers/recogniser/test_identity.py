from __future__ import annotations

import pytest

from parsers.document import Document, Paragraph
from parsers.recogniser.identity import identify_report


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
