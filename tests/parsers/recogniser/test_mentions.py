from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.forms import load_forms
from disclosure.measures import load_measures
from disclosure.report import Mention, Section
from parsers.numerals import write_chinese
from parsers.recogniser.mentions import find_mentions, patterns
from tests.clocks import computing_seconds


def mentions(text: str, year: int | None = 2023, title: str = "一、总体情况") -> tuple[Mention, ...]:
    return find_mentions([Section("一", title, text, 0, len(text))], year)


def said(text: str) -> list[tuple[str, int | float, str | None]]:
    return [(each.measure, float(each.value), each.unit) for each in mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年全区受理政府信息公开申请21件，均在法定期限答复。", [("requests_received", 21, "件")]),
        ("（二）依申请公开\n年内共接到申请 0 件，因申请引发的复议另计。", [("requests_received", 0, "件")]),
        ("2023年，本乡收到需要办理的依申请公开事项3项。", [("requests_received", 3, "项")]),
        ("本年度共收到政府信息公开申请1,234件次。", [("requests_received", 1234, "件次")]),
        ("全年收到信息公开申请２１条。", [("requests_received", 21, "条")]),
        ("共收到二十三件政府信息公开申请。", [("requests_received", 23, "件")]),
        ("我局共收到依申请公开件两件，均已办结。", [("requests_received", 2, "件")]),
        ("政府信息公开申请总数为 1 2 件。", [("requests_received", 12, "件")]),
        ("2023年，没有收到政府信息公开申请。", [("requests_received", 0, None)]),
        ("2023年我镇不涉及依申请公开案例。", [("requests_received", 0, None)]),
        ("全年未收到公民、法人和其他组织的政府信息公开申请。", [("requests_received", 0, None)]),
        ("通过网络收到政府信息公开申请5件。", [("requests_online", 5, "件")]),
        ("上年结转政府信息公开申请2件。", [("requests_carried_in", 2, "件")]),
        ("结转下年度继续办理3件政府信息公开申请。", [("requests_carried_out", 3, "件")]),
        ("因政府信息公开申请引发行政复议3件。", [("reviews_total", 3, "件")]),
        ("2023年，本乡没有行政复议、行政诉讼情况。", [("reviews_total", 0, None), ("suits_total", 0, None)]),
        ("发生行政复议、行政诉讼均为0件。", [("reviews_total", 0, "件"), ("suits_total", 0, "件")]),
        ("全年共发布信息 1000 余篇。", [("disclosed_total", 1000, "篇")]),
        ("全年公开政府信息共计13万条。", [("disclosed_total", 130_000, "条")]),
        ("今年来通过外网等平台共发布信息1.2万余条。", [("disclosed_total", 12_000, "条")]),
        ("在门户网站主动公开政务信息165条，其中：机构职能1条，领导信息10条。", [("disclosed_on_website", 165, "条")]),
        ("制发行政规范性文件3件，公开解读2件。", [("normdocs_issued", 3, "件")]),
        (
            "办理行政许可84840件、行政处罚案件211件。",
            [("licenses_decided", 84840, "件"), ("penalties_decided", 211, "件")],
        ),
        ("截至2023年底，累计收到政府信息公开申请21件，其中自然人20件。", [("requests_received", 21, "件")]),
        ("没有发生行政复议、行政诉讼，未被上级纠错。", [("reviews_total", 0, None), ("suits_total", 0, None)]),
        ("全年作出行政处罚30件、行政强制2件。", [("penalties_decided", 30, "件"), ("coercions_decided", 2, "件")]),
        ("收取行政事业性收费4.043万元。", [("fee_amount", 4.043, "万元")]),
        ("全年收取政府信息公开信息处理费 0 元。", [("info_fee_amount", 0, "元")]),
        ("未依据《政府信息公开信息处理费管理办法》收取费用。", [("info_fee_amount", 0, None)]),
    ],
)
def test_one_sentence(text: str, expected: list[tuple[str, int | float, str | None]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("政府信息公开申请数量为0，均按期办理。", [("requests_received", 0, None)]),
        (
            "2023年，新收政府信息公开申请0，上年结转0。",
            [("requests_received", 0, None), ("requests_carried_in", 0, None)],
        ),
        ("收到政府信息公开申请数量：12", [("requests_received", 12, None)]),
        ("行政复议总数0，行政诉讼总数0。", [("reviews_total", 0, None), ("suits_total", 0, None)]),
        ("收到政府信息公开申请0\n行政复议为0。", [("requests_received", 0, None), ("reviews_total", 0, None)]),
        ("根据要求认真做好全年各类政府信息公开工作和政府信息公开申请\n3\n的办理。", []),
        ("政府信息公开申请：2023。", []),
        ("政府信息公开申请办结率为100。", []),
        ("收到政府信息公开申请0、行政复议等按规定办理。", []),
        ("依申请公开满意度得分共100。", []),
    ],
)
def test_numbers_without_a_unit(text: str, expected: list[tuple[str, int | float, str | None]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2023年度行政执法工作均无被申请行政复议和提起行政诉讼。",
        "予以公开及部分公开258件，占33.9%。",
        "政府信息公开申请中，予以公开和部分公开的12件。",
        "通过官方网站发布政务类信息34条，概况类信息150条。",
        "主动公开政策法规类政府信息17条。",
        "向省厅、县政府门户网站报送并被采用信息64条。",
        "共制作政府信息3021条，其中主动公开信息1027条，依申请公开信息459条，不予公开信息1535条。",
        "利用政府信息公开网发布依申请公开信息3条。",
        "在县政府信息公开网站公开政策文件5条。",
        "双微（微信、微博）平台共发布信息7531条。",
    ],
)
def test_numbers_and_denials_of_a_part_or_of_other_matters(text: str) -> None:
    assert said(text) == []


def test_information_of_all_kinds_is_no_part_of_it() -> None:
    assert said("全年主动公开各类信息1246条。") == [("disclosed_total", 1246, "条")]
    assert said("2023年未因信息公开工作被申请行政复议。") == [("reviews_total", 0, None)]


def test_channels_and_outcomes_belong_to_the_requests_before_them() -> None:
    text = (
        "2023年共收到政府信息公开申请176件，其中当面申请72件，信函申请69件，网络申请35件。上年结转1件，结转下年度办理0件。"
        "全年办结177件，其中予以公开60件，部分公开51件，不予公开4件，无法提供30件，不予处理3件，其他处理29件。"
    )
    assert {each.measure: int(each.value) for each in mentions(text)} == {
        "requests_received": 176,
        "requests_in_person": 72,
        "requests_by_letter": 69,
        "requests_online": 35,
        "requests_carried_in": 1,
        "requests_carried_out": 0,
        "requests_answered": 177,
        "requests_granted": 60,
        "requests_partially_granted": 51,
        "requests_denied": 4,
        "requests_unavailable": 30,
        "requests_rejected": 3,
        "requests_other_outcome": 29,
    }


def test_results_of_reviews_and_of_lawsuits_are_told_apart() -> None:
    text = "行政复议5件，其中结果维持1件，结果纠正4件；未经复议直接起诉2件，尚未审结1件；复议后起诉0件。"
    found = mentions(text, title="四、政府信息公开行政复议、行政诉讼情况")
    assert {each.measure: int(each.value) for each in found} == {
        "reviews_total": 5,
        "reviews_upheld": 1,
        "reviews_corrected": 4,
        "suits_direct": 2,
        "suits_pending": 1,
        "suits_after_review": 0,
    }


def test_information_by_channel() -> None:
    text = "全年主动公开政府信息12000条，其中政府网站公开8000条、微信公众号公开3000条，微博500条，其他方式公开500条。"
    assert {each.measure: int(each.value) for each in mentions(text)} == {
        "disclosed_total": 12000,
        "disclosed_on_website": 8000,
        "disclosed_on_wechat": 3000,
        "disclosed_on_weibo": 500,
        "disclosed_elsewhere": 500,
    }


@pytest.mark.parametrize(
    "text",
    [
        "2022年收到政府信息公开申请18件。",
        "2023年情况如下，2022年没有收到政府信息公开申请。",
        "较上年增加5件政府信息公开申请。",
        "政府信息公开申请同比增长16%，增加3件。",
        "明年计划主动公开政府信息300条。",
        "其中收到涉及征地的政府信息公开申请7件。",
        "认真答复政府信息公开申请，做到件件有回音。",
        "全镇受理低保申请50件，公开低保信息30条。",
        "举办政府信息公开培训3次，发布解读稿件12篇。",
        "行政复议、行政诉讼案件5件。",
        "公开财政预决算信息4条，回应留言20条。",
        "无超期答复政府信息公开申请的情况。",
        "按照《条例》第二十条、第（五）项规定公开信息。",
        "公众号关注人数13万人次，总阅读量20万次。",
        "高效办成一件事，编制公开指南一项。",
        "收到依申请公开3-5件。",
        "公开行政许可信息30条，公示行政处罚信息12件。",
        "近三年累计收到政府信息公开申请60件。",
        "作为复议机关受理政府信息公开行政复议案件7件。",
        "受理行政许可申请3200件，办结3198件。",
        "依申请公开平台运行正常。镇长信箱收到来信30封，已答复30件。",
        "公开各类政府文稿，其中发布动态类信息2637条。",
        "未发生因政府信息公开被纠错的行政复议、行政诉讼案件。",
        "没有政府信息公开行政复议案件被撤销，无行政诉讼败诉情况。",
        "不予公开政府信息2条，部分公开政府信息3条，删除不宜公开信息30条。",
        "共产生政府信息150条，按申请的口径，不予公开12条。",
        "收到政府信息公开申请数十件。",
        "主动公开政府信息上百条。",
        "截至2023年12月底，累计公开政府信息3560条，其中2023年新增若干。",
        "公示（公开）行政许可12500件、行政处罚30件、行政强制2件。",
        "办理不动产登记行政许可1200件，建设用地规划许可86件。",
    ],
)
def test_another_year_a_part_a_plan_or_something_else(text: str) -> None:
    assert mentions(text) == ()


@pytest.mark.parametrize(
    ("title", "text", "measures"),
    [
        ("五、因政府信息公开申请行政复议、提起行政诉讼的情况", "无。", ["reviews_total", "suits_total"]),
        ("四、政府信息公开的收费及减免情况", "2023年度，无此类情况。", ["info_fee_amount"]),
        ("三、政府信息公开申请办理情况", "无", ["requests_received"]),
        ("六、其他需要报告的事项", "无", []),
    ],
)
def test_a_chapter_that_only_denies(title: str, text: str, measures: list[str]) -> None:
    found = mentions(text, title=title)
    assert [(each.measure, each.value, each.raw) for each in found] == [(code, 0, text) for code in measures]


@pytest.mark.parametrize(
    ("text", "approximate"),
    [
        ("公开政府信息约300条", True),
        ("公开政府信息近300条", True),
        ("公开政府信息超过300条", True),
        ("公开政府信息300余条", True),
        ("公开政府信息300多条", True),
        ("公开政府信息300条左右", True),
        ("公开政府信息不足300条", True),
        ("公开政府信息达300条", False),
    ],
)
def test_words_that_make_a_number_approximate(text: str, approximate: bool) -> None:
    (mention,) = mentions(text)
    assert (mention.value, mention.approximate) == (300, approximate)


@given(
    number=st.integers(0, 99_999),
    form=st.sampled_from(["plain", "commas", "full-width", "spaced", "Chinese"]),
    before=st.text("，。一二 \n　12％abc（）", max_size=12),
)
def test_offsets_lead_to_the_number(number: int, form: str, before: str) -> None:
    printed = {
        "plain": str(number),
        "commas": f"{number:,}",
        "full-width": str(number).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}),
        "spaced": f" {number} ",
        "Chinese": write_chinese(number),
    }[form]
    text = f"{before}。\n本年度共收到 政府信息公开申请{printed}件，均已答复。"
    found = [each for each in mentions(text) if each.measure == "requests_received"]
    assert [int(each.value) for each in found] == [number]
    assert (
        text[found[0].start : found[0].end]
        == found[0].raw
        == f"{printed.strip()}件".replace("件", " 件"[form != "spaced" :])
    )


def test_every_measure_has_one_pattern() -> None:
    assert sorted(pattern.name for pattern in patterns().all) == sorted(load_measures())


def test_every_cell_that_a_measure_names_is_in_a_form() -> None:
    known = [cell.address for form in load_forms().values() for table in form.tables.values() for cell in table.cells]
    named = {address for measure in load_measures().values() for addresses in measure.table for address in addresses}
    assert [address for address in named if not any(fnmatchcase(each, address) for each in known)] == []


@pytest.mark.parametrize("unit", ["1", "一百", "十亿", ",3", "未收", "没有公开", "其中:3条,", "第1条", "1,111"])
def test_endless_prose_takes_linear_time(unit: str) -> None:
    short, long = (f"公开{unit * (size // len(unit))}" for size in (8_000, 64_000))
    mentions(short)  # the patterns are compiled
    assert computing_seconds(lambda: mentions(long)) < 40 * computing_seconds(lambda: mentions(short)) + 0.1
