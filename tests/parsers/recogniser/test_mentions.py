from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.report import Mention, Reading, Section, State
from parsers.recogniser.mentions import compare, find_mentions


def mentions(text: str) -> tuple[Mention, ...]:
    return find_mentions([Section("一", "一、总体情况", text, 0, len(text))])


def cells(new: str, carried: str) -> dict[str, Reading]:
    return {
        "applications.new_received.total": Reading(new, State.NUMBER, Decimal(new)),
        "applications.carried_in.total": Reading(carried, State.NUMBER, Decimal(carried)),
    }


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("2023年全区受理政府信息公开申请21件，均在法定期限答复。", "21", "件"),
        ("年内共接到申请 0 件，因申请引发的复议另计。", "0", "件"),
        ("2021年，本乡收到需要办理的依申请公开事项3项。", "3", "项"),
        ("本年度共收到政府信息公开申请1,234件次。", "1234", "件次"),
        ("全年收到信息公开申请２１条。", "21", "条"),
        ("2021年，没有收到政府信息公开申请。", "0", None),
        ("2023年我镇不涉及依申请公开案例。", "0", None),
    ],
)
def test_a_sentence_about_all_requests(text: str, value: str, unit: str | None) -> None:
    (mention,) = mentions(text)
    assert (mention.value, mention.unit, mention.approximate) == (Decimal(value), unit, False)
    assert text[mention.start : mention.end] == mention.raw
    assert mention.section == "一"


@pytest.mark.parametrize(
    "text",
    [
        "通过网络收到政府信息公开申请5件。",
        "上年结转政府信息公开申请2件。",
        "其中收到涉及征地的政府信息公开申请7件。",
        "认真答复政府信息公开申请，做到件件有回音。",
        "主动公开政府信息165条。",
        "因政府信息公开申请引发行政复议3件。",
    ],
)
def test_a_sentence_about_a_part_or_something_else(text: str) -> None:
    assert mentions(text) == ()


def test_an_approximate_number_is_kept_and_proves_nothing() -> None:
    (mention,) = mentions("全年共收到政府信息公开申请130余件。")
    assert (mention.value, mention.approximate) == (Decimal(130), True)
    assert compare([mention], cells("7", "0")) == []


@pytest.mark.parametrize(("new", "carried", "found"), [("21", "2", 0), ("19", "2", 0), ("20", "2", 1)])
def test_prose_against_table(new: str, carried: str, found: int) -> None:
    findings = compare(mentions("2023年全区受理政府信息公开申请21件。"), cells(new, carried))
    assert len(findings) == found
    for finding in findings:
        assert (finding.rule, finding.expected, finding.found) == ("prose_received", new, "21")


def test_without_a_number_in_the_table_nothing_is_said() -> None:
    blank = {**cells("20", "2"), "applications.carried_in.total": Reading("", State.BLANK)}
    assert compare(mentions("2023年全区受理政府信息公开申请21件。"), blank) == []
