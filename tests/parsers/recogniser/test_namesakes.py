"""One 草场乡 is left in the list of divisions, in Liaoning; another was in 米易县 until it was merged."""

from __future__ import annotations

import pytest

from disclosure.report import Agency
from parsers.document import Document, Paragraph
from parsers.recogniser.identity import identify_report

LIAONING = "211324207"
RULES = "依照《中华人民共和国政府信息公开条例》编制本报告。"


def identify_lines(*lines: str, agency: str = "草场乡", year: int = 2016, title: str = "") -> tuple[Agency, list[str]]:
    head = f"{agency}{year}年政府信息公开工作年度报告"
    paragraphs = tuple(map(Paragraph, (head, RULES, *lines)))
    identity = identify_report(Document(paragraphs, "text/html", title))
    assert identity.agency is not None
    return identity.agency, [finding.rule for finding in identity.findings]


@pytest.mark.parametrize("year", [2016, 2023])
@pytest.mark.parametrize(
    "line",
    [
        "米易县草场乡人民政府",
        "2016年，米易县草场乡认真贯彻条例。",
        "攀枝花市草场乡人民政府",
        "在米易县委的领导下，我乡认真贯彻条例。",
        "在米易县委、县人民政府的领导下，我乡认真贯彻条例。",
        "可登录米易县人民政府网站查阅。",
        "可登录米易县政府门户网站查阅。",
        "主办：米易县人民政府办公室",
        "根据四川省人民政府的要求编制。",
        "喀喇沁左翼蒙古族自治县与我乡结对，米易县草场乡成效明显。",
    ],
)
def test_a_document_of_another_place_leaves_the_code_open_and_says_so(line: str, year: int) -> None:
    agency, rules = identify_lines(line, year=year)
    assert (agency.division_code, rules) == (None, ["division_conflict"])
    assert [each.division_code for each in agency.candidates] == [LIAONING]


@pytest.mark.parametrize(
    "line",
    [
        "喀喇沁左翼蒙古族自治县草场乡人民政府",
        "可登录喀喇沁左翼蒙古族自治县人民政府网站查阅。",
        "在朝阳市委的领导下，我乡认真贯彻条例。",
        "地址：辽宁省朝阳市某路。",
        "草场乡位于县城西部，赴米易县政府学习两次，喀喇沁左翼蒙古族自治县拨款。",
    ],
)
def test_a_document_that_names_the_place_around_bears_the_code_out(line: str) -> None:
    agency, rules = identify_lines(line)
    assert (agency.division_code, rules) == (LIAONING, [])


def test_neighbours_in_a_list_of_links_are_not_the_place_around() -> None:
    agency, rules = identify_lines("友情链接：盐边县人民政府 仁和区人民政府 攀枝花市人民政府", year=2023)
    assert (agency.division_code, rules) == (LIAONING, [])


@pytest.mark.parametrize("line", ["在莘县委的领导下", "可登录莘县人民政府网站查阅。", "莘县燕店镇认真贯彻条例。"])
def test_a_county_of_a_short_name_bears_the_code_out(line: str) -> None:
    agency, rules = identify_lines(line, agency="燕店镇")
    assert (agency.division_code, rules) == ("371522109", [])


def test_a_report_older_than_the_list_that_names_no_place_has_a_candidate_and_no_code() -> None:
    agency, rules = identify_lines("我乡认真贯彻条例。", year=2016)
    assert (agency.division_code, rules) == (None, [])
    assert [each.division_code for each in agency.candidates] == [LIAONING]


def test_a_report_of_the_time_of_the_list_that_names_no_place_is_the_one_of_the_list() -> None:
    agency, rules = identify_lines("我乡认真贯彻条例，赴米易县政府学习。", year=2023)
    assert (agency.division_code, rules) == (LIAONING, [])


def test_a_county_is_not_the_one_of_its_name_in_another_prefecture() -> None:
    agency, rules = identify_lines("地址：石家庄市桥东区某路。", agency="桥东区教育局", year=2012)
    assert (agency.division_code, rules) == (None, ["division_conflict"])
    agency, rules = identify_lines("地址：河北省张家口市桥东区某路。", agency="桥东区教育局", year=2012)
    assert (agency.division_code, rules) == ("130702", [])


@pytest.mark.parametrize("line", ["我局认真贯彻条例。", "与盐边县米易县两地协作。", "赴成都市学习。", "攀枝花市米易县"])
def test_a_county_that_no_prefecture_contradicts_keeps_its_code(line: str) -> None:
    agency, rules = identify_lines(line, agency="米易县教育局", year=2012)
    assert (agency.division_code, rules) == ("510421", [])
