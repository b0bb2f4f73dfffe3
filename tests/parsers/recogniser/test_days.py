from __future__ import annotations

import pytest

from parsers.document import Document, Paragraph
from parsers.recogniser.identity import identify_report

TITLE = "米易县得石镇人民政府2024年政府信息公开工作年度报告"
SIGNED = "米易县得石镇人民政府"


def told(*lines: str, title: str = TITLE, **metadata: str) -> list[tuple[str, str | None, str | None]]:
    identity = identify_report(Document(tuple(map(Paragraph, (title, *lines))), "text/html", "", metadata))
    assert identity.year == (2023 if "2023" in title else 2024)
    return [(each.rule, each.expected, each.found) for each in identity.findings]


@pytest.mark.parametrize(
    ("lines", "month"),
    [
        (["正文。", SIGNED, "2024年1月16日"], "2024-01"),
        (["正文。", SIGNED, "二〇二四年一月十六日"], "2024-01"),
        (["正文。", SIGNED, "二○二四年十一月"], "2024-11"),
        (["正文。", f"{SIGNED} 2024年1月16日"], "2024-01"),
        (["正文。", "2024.1.16"], "2024-01"),
        (["发布时间：2024-01-18 10:22　来源：得石镇", "正文。"], "2024-01"),
        (["发布日期：2024年02月01日", "正文。"], "2024-02"),
        (["发布时间：2024-01-18", "正文。", SIGNED, "2024年1月16日"], "2024-01"),
        (["正文。", SIGNED, "2023年1月16日"], "2023-01"),
        (["发布时间：2026-08-18", "正文。", SIGNED, "2024年1月16日"], "2024-01"),
    ],
)
def test_a_report_signed_or_published_before_its_year_was_over_is_told(lines: list[str], month: str) -> None:
    assert told(*lines) == [("year_conflict", "2024", month)]


def test_the_facts_of_a_page_tell_the_day_too() -> None:
    assert told("正文。", PubDate="2024-01-18 10:22:00") == [("year_conflict", "2024", "2024-01")]
    assert told("正文。", 发布日期="2024年1月18日") == [("year_conflict", "2024", "2024-01")]
    assert told("正文。", PubDate="20240118") == [("year_conflict", "2024", "2024-01")]


@pytest.mark.parametrize(
    "lines",
    [
        ["正文。", SIGNED, "2025年1月16日"],
        ["正文。", SIGNED, "2024年12月31日"],
        ["正文。", SIGNED, "二〇二四年十二月三十日"],
        ["正文。", SIGNED, "2025年1月16日", "发布时间：2024-01-02"],
        ["发布时间：2024-01-18", "正文。", SIGNED, "2025年1月16日"],
        ["发布时间：2025-01-18", "正文。", SIGNED, "2024年1月16日"],
        ["发布时间：2027-06-18", "正文。"],
        ["发布时间：1970-01-01", "正文。"],
        ["我镇于2024年1月18日", "正文。"],
        ["正文。", "下一步，至2024年1月。"],
        ["正文。", "一是开展培训，截至2024年6月30日"],
        ["统计期限自2024年1月1日起至2024年12月31日止。", "正文。"],
        ["正文。", SIGNED, "2024年13月16日"],
    ],
)
def test_days_at_the_right_time_and_days_of_other_things_are_not_told(lines: list[str]) -> None:
    assert told(*lines) == []


def test_a_title_of_the_year_before_is_in_order() -> None:
    assert told("正文。", SIGNED, "2024年1月16日", title=TITLE.replace("2024", "2023"), PubDate="2024-01-18") == []
