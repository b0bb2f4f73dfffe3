from __future__ import annotations

import pytest

from parsers.document import Document, Paragraph
from parsers.recogniser.identity import Identity, identify_report

REPORT = "2023年政府信息公开工作年度报告"


def identify_signed(agency: str, signature: str, *below: str) -> Identity:
    lines = (f"{agency}{REPORT}", "正文。", "无其他需要报告的事项。", signature, *(below or ("2024年1月16日",)))
    return identify_report(Document(tuple(map(Paragraph, lines)), "text/html"))


@pytest.mark.parametrize("below", [("2024年1月16日",), ("二〇二四年一月",), ("",)])
def test_another_township_that_signs_leaves_open_whose_report_it_is(below: tuple[str, ...]) -> None:
    lines = filter(None, ("米易县得石镇人民政府" + REPORT, "无其他需要报告的事项。", "米易县撒莲镇人民政府", *below))
    identity = identify_report(Document(tuple(map(Paragraph, lines)), "text/html"))
    assert identity.agency is not None
    assert identity.agency.division_code is None
    assert [each.division_code for each in identity.agency.candidates] == ["510421102", "510421103"]
    assert [(each.rule, each.expected, each.found) for each in identity.findings] == [
        ("agency_conflict", "米易县得石镇人民政府", "米易县撒莲镇人民政府")
    ]


@pytest.mark.parametrize(
    ("agency", "signature"),
    [
        ("友谊县教育局", "友谊县财政局"),
        ("友谊县民政局", "友谊县财政局"),
        ("友谊县国土资源局", "友谊县自然资源局"),
        ("友谊县人民政府", "友谊县新镇乡人民政府"),
        ("友谊县人民政府", "集贤县人民政府"),
        ("友谊县人民政府办公室", "友谊县新镇乡人民政府"),
        ("友谊县教育局", "集贤县教育局"),
        ("友谊县凤岗镇", "友谊县公安局"),
        ("米易县得石镇", "盐边县桐子林镇人民政府"),
    ],
)
def test_another_name_below_the_text_is_told_and_the_title_holds(agency: str, signature: str) -> None:
    identity = identify_signed(agency, signature)
    assert identity.agency is not None
    assert identity.agency.name == agency
    assert identity.agency.division_code is not None
    assert [each.rule for each in identity.findings] == ["agency_conflict"]


@pytest.mark.parametrize(
    ("agency", "signature"),
    [
        ("友谊县教育和体育局", "友谊县教体局"),
        ("友谊县市监局", "友谊县市场监督管理局"),
        ("友谊县发展和改革局", "友谊县发改委"),
        ("友谊县人民政府", "友谊县人民政府办公室"),
        ("友谊县人民政府", "友谊县政务服务中心"),
        ("凤岗镇", "友谊县人民政府"),
        ("凤岗镇人民政府", "友谊县凤岗镇便民服务中心"),
        ("凤岗镇人民政府", "友谊县凤岗镇党政综合办公室"),
        ("友谊县凤岗镇", "凤岗镇党政综合（便民服务）办公室"),
        ("友谊县凤岗镇", "镇人民政府"),
        ("友谊县凤岗镇", "党政办公室"),
        ("友谊县教育局", "局办公室"),
        ("友谊县教育局", "县教育局办公室"),
        ("国家税务总局米易县税务局", "国家税务总局攀枝花市米易县税务局"),
        ("硚口区韩家墩街", "硚口区人民政府韩家墩街道办事处"),
        ("淮安市洪泽生态环境局", "淮安市生态环境局洪泽分局"),
        ("米易县市场监督管理局（米易县知识产权局）", "米易县市场监督管理局"),
        ("城关镇", "城关街道办事处"),
        ("友谊县各乡镇", "友谊县凤岗镇人民政府"),
    ],
)
def test_a_short_form_a_body_and_the_publisher_are_no_others(agency: str, signature: str) -> None:
    assert identify_signed(agency, signature).findings == ()


def test_several_that_sign_are_no_others() -> None:
    below = ("2024年1月16日", "友谊县财政局", "2024年1月16日")
    assert identify_signed("友谊县凤岗镇", "友谊县教育局", *below).findings == ()
