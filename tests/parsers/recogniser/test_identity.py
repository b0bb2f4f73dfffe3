import pytest

from parsers.document import Document, Paragraph
from parsers.recogniser.identity import identify_report, read_title


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("孟津区常袋镇人民政府 2023 年政府信息公开工作 年度报告", "孟津区常袋镇人民政府", 2023),
        ("官亭镇2024年政府信息公开工作年度报告", "官亭镇", 2024),
        ("2022年武义县教育局政府信息公开工作年度报告", "武义县教育局", 2022),
        ("2022年度螅镇政府信息公开工作年度报告", "螅镇", 2022),
        ("长桥乡2019年政府信息公开年度工作报告", "长桥乡", 2019),
        ("管阳镇人民政府关于2021年政府信息公开工作年度报告", "管阳镇人民政府", 2021),
        ("漳平市审计局2020年政府信息公开工作的年度报告", "漳平市审计局", 2020),
        ("桃园开发区管委会2020年信息公开工作年度报告", "桃园开发区管委会", 2020),
        ("舒兰市市场监督管理局2016年政务信息公开年度报告", "舒兰市市场监督管理局", 2016),
        ("2023年政府信息公开工作年度报告", "", 2023),
        ("双桂街道政府信息公开工作年度报告（2023年度）", "双桂街道", 2023),
        ("云龙镇二〇二三年政府信息公开年报", "云龙镇", 2023),
        ("《屏锦镇人民政府2022年度政府信息公开工作年度报告》", "屏锦镇人民政府", 2022),
        ("屏锦镇政府信息公开工作年度报告", "屏锦镇", None),
    ],
)
def test_titles(title: str, agency: str, year: int | None) -> None:
    read = read_title(title)
    assert read is not None
    assert (read.agency, read.year) == (agency, year)


@pytest.mark.parametrize(
    "title",
    [
        "2023年政府信息公开工作年度报告解读",
        "关于做好2023年政府信息公开工作年度报告编制发布工作的通知",
        "2023年法治政府建设年度报告",
        "2023年政府工作报告",
    ],
)
def test_what_is_no_title(title: str) -> None:
    assert read_title(title) is None


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
