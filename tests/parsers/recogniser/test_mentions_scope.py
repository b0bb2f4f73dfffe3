"""Numbers of a part of the year, of several years, of other bodies and of other cases are none of the report's."""

from __future__ import annotations

import pytest

from disclosure.report import Section
from parsers.recogniser.mentions import find_mentions

DISPUTES = "四、政府信息公开行政复议、行政诉讼情况"


def said(text: str, agency: str = "", title: str = "一、总体情况") -> list[tuple[str, int]]:
    found = find_mentions([Section("一", title, text, 0, len(text))], 2023, agency)
    return [(each.measure, int(each.value)) for each in found]


@pytest.mark.parametrize(
    "when",
    [
        "一季度",
        "第二季度，",
        "2023年一季度",
        "前三季度",
        "上半年，",
        "2023年下半年我镇",
        "本月",
        "当月",
        "6月",
        "2023年6月，",
        "2023年十二月",
        "12月份",
        "1-11月",
        "1至6月",
        "2023年1月至11月，",
        "2023年1月1日至6月30日，",
        "截至6月",
        "截至2023年6月底，",
        "截止9月30日，",
        "2023年3月20日",
        "2019年至2023年",
        "2021-2023年",
        "2021、2022、2023年",
        "2022年和2023年",
        "2022年1月1日至2023年12月31日",
        "五年来",
        "三年来，我镇",
        "近年来，",
        "近三年，",
        "过去5年间",
        "2019年以来，",
        "自2020年起",
        "2020年以来，截至目前，",
        "上半年，截至目前，",
        "自成立以来，",
        "“十四五”期间",
        "历年",
        "2022年，全镇全年",
        "截至2022年12月31日，",
        "去年，",
        "上年度，",
        "春季",
    ],
)
def test_a_part_of_the_year_or_several_years(when: str) -> None:
    assert said(f"{when}收到政府信息公开申请3件。") == []
    assert said(f"{when}收到政府信息公开申请3件，主动公开信息200条。") == []
    assert said(f"{when}没有收到政府信息公开申请。") == []
    assert said(f"{when}上年结转政府信息公开申请2件。") in ([], [("requests_carried_in", 2)])


@pytest.mark.parametrize(
    "when",
    [
        "2023年",
        "2023年度，",
        "全年",
        "本年度",
        "今年以来，",
        "2023年以来，",
        "2023年1月1日至12月31日，",
        "2023年1月1日起至2023年12月31日止，",
        "1至12月",
        "截至2023年12月31日，",
        "截至12月底，",
        "截至2023年底，",
        "根据2019年5月15日起施行的《条例》，2023年",
        "对照《2021-2023年工作方案》，",
        "近年来重视公开，2023年",
        "一季度部署，全年",
        "上半年抓培训，本年度",
        "2019年以来数量渐少，今年",
        "截至目前，",
        "截至现在，",
    ],
)
def test_the_whole_year(when: str) -> None:
    assert said(f"{when}收到政府信息公开申请3件。") == [("requests_received", 3)]


def test_the_whole_after_its_parts() -> None:
    text = "一季度收到政府信息公开申请3件，二季度收到政府信息公开申请4件，全年收到政府信息公开申请7件。"
    assert said(text) == [("requests_received", 7)]
    assert said("全年收到政府信息公开申请7件。一季度收到政府信息公开申请3件。") == [("requests_received", 7)]


def test_a_remark_after_the_number_says_when() -> None:
    assert said("收到政府信息公开申请3件（一季度）。") == []
    assert said("收到政府信息公开申请12件（2019年至2023年）。") == []
    assert said("收到政府信息公开申请3件（2022年1件）。") == [("requests_received", 3)]
    assert said("收到政府信息公开申请3件（2023年）。") == [("requests_received", 3)]


@pytest.mark.parametrize(
    "who",
    [
        "县政府",
        "市人民政府",
        "2023年，县政府办公室",
        "乡镇",
        "各乡镇",
        "全县各部门",
        "县直各单位",
        "下属单位",
        "县人民法院",
        "全县法院",
        "省厅",
        "市教育局",
        "某企业",
        "县自来水公司",
    ],
)
def test_another_body(who: str) -> None:
    for agency in ("", "青石县白水镇人民政府", "青石县水利局"):
        assert said(f"{who}收到政府信息公开申请3件。", agency) == []
        assert said(f"{who}2023年共收到政府信息公开申请3件。", agency) == []
    assert said(f"我镇收到政府信息公开申请5件，{who}收到政府信息公开申请3件。") == [("requests_received", 5)]
    assert said(f"{who}收到政府信息公开申请3件，我镇收到政府信息公开申请5件。") == [("requests_received", 5)]


@pytest.mark.parametrize(
    ("who", "agency"),
    [
        ("县政府", "青石县人民政府"),
        ("青石县人民政府", "青石县人民政府"),
        ("县政府办公室", "青石县人民政府办公室"),
        ("镇政府", "青石县白水镇人民政府"),
        ("县教育局", "青石县教育局"),
        ("青石县人民政府", ""),
        ("青石县白水镇人民政府", "白水镇"),
        ("白水镇人民政府", "赤水市青石县白水镇"),
        ("教育局", "青石县教育局"),
        ("全县", "青石县人民政府"),
        ("全县", "青石县"),
        ("全县各部门", "青石县人民政府"),
        ("我县", "青石县人民政府办公室"),
        ("全区", "白水区管理委员会"),
        ("全镇", "青石县白水镇人民政府"),
        ("我局", "青石县教育局"),
        ("本机关", ""),
        ("全县", ""),
        ("通过县政府网站", "青石县教育局"),
    ],
)
def test_the_agency_itself(who: str, agency: str) -> None:
    assert [value for _, value in said(f"2023年，{who}收到政府信息公开申请3件。", agency)] == [3]


@pytest.mark.parametrize("agency", ["青石县教育局", "青石县白水镇人民政府"])
def test_the_county_of_an_agency_is_not_the_agency(agency: str) -> None:
    assert said("2023年，全县收到政府信息公开申请3件。", agency) == []
    assert said("我县没有收到政府信息公开申请。", agency) == []


def test_whom_something_is_asked_of_is_not_whose_it_is() -> None:
    text = "因政府信息公开向县政府申请行政复议3件，县政府网站公开信息300条。"
    assert said(text) == [("reviews_total", 3), ("disclosed_on_website", 300)]


@pytest.mark.parametrize(
    "text",
    [
        "办理行政复议案件3件，均非政府信息公开类。",
        "全年办理行政复议案件120件。",
        "收到政府信息公开申请0件。新收行政复议案件120件，办理行政应诉案件7件。",
        "推进政府信息公开，行政复议3件。",
        "发生行政诉讼3件，与政府信息公开无关。",
        "发生行政复议3件，均不涉及政府信息公开。",
        "发生行政复议3件，其中政府信息公开类1件。",
        "全年行政复议5件，其中维持1件，纠正4件。",
        "全市行政诉讼20件，败诉2件。",
    ],
)
def test_reviews_and_suits_of_other_matters(text: str) -> None:
    assert [each for each in said(text) if not each[0].startswith("requests")] == []


def test_reviews_and_suits_of_a_chapter_on_disclosure() -> None:
    assert said("2023年，发生行政复议3件、行政诉讼1件。", title=DISPUTES) == [("reviews_total", 3), ("suits_total", 1)]
    assert said("办理行政复议案件120件。", title=DISPUTES) == []
    assert said("因政府信息公开被申请行政复议3件。") == [("reviews_total", 3)]
    assert said("发生行政复议3件，均为政府信息公开类。") == [("reviews_total", 3)]
    assert said("涉及政府信息公开的行政诉讼2件，维持1件。") == [("suits_total", 2), ("suits_upheld", 1)]
    assert said("行政复议0件，行政诉讼0件。") == [("reviews_total", 0), ("suits_total", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "全年收到政府信息公开申请8件，行政复议3件。",
        "我镇共收到政府信息公开申请8件，与上年持平；发生行政复议3件，同比减少1件。",
        "我镇共收到政府信息公开申请8件；发生行政复议3件。",
        "新收政府信息公开申请8件，其中自然人7件，引发行政复议案件3件，均已审结。",
        "依申请公开方面，全年收到申请8件，行政复议3件。",
        "全年收到政府信息公开申请8件，行政复议3件，行政诉讼2件。",
    ],
)
@pytest.mark.parametrize("title", ["一、总体情况", "三、收到和处理政府信息公开申请情况"])
def test_reviews_counted_next_to_the_requests(text: str, title: str) -> None:
    found = [each for each in said(text, title=title) if not each[0].startswith("requests")]
    assert found == [("reviews_total", 3), *([("suits_total", 2)] if "诉讼" in text else [])]


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请8件。行政复议3件。",
        "收到政府信息公开申请8件，办理行政复议案件3件。",
        "收到政府信息公开申请8件，全市行政复议3件。",
        "收到政府信息公开申请8件，行政许可申请5件，行政复议3件。",
        "收到政府信息公开申请8件，行政复议3件，其中政府信息公开类1件。",
        "收到政府信息公开申请8件，行政复议3件，均非政府信息公开类。",
        "推进政府信息公开，受理不动产登记申请8件，行政复议3件。",
    ],
)
def test_reviews_of_other_matters_next_to_the_requests(text: str) -> None:
    assert [each for each in said(text) if not each[0].startswith("requests")] == []


@pytest.mark.parametrize(
    "text",
    [
        "推进政府信息公开。受理不动产登记申请3200件，办结3198件。",
        "推进政府信息公开。收到3200件入学申请。",
        "推进政府信息公开。临时救助申请数量为50件。",
        "推进政府信息公开。受理营业执照申请320件，均已答复320件。",
    ],
)
def test_applications_for_something_else(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "heading", ["（一）上半年情况", "1.2022年情况", "二、县水利局", "2022年情况", "（二）全县各部门"]
)
def test_a_heading_of_another_time_or_body(heading: str) -> None:
    text = f"{heading}\n收到政府信息公开申请3件。\n没有行政复议。"
    assert said(text) == []
    assert said(f"{text}\n（三）我镇\n收到政府信息公开申请5件。") == [("requests_received", 5)]
    assert said(text.replace(heading, "（一）依申请公开情况"))[0] == ("requests_received", 3)
