"""Which of the lines that name a chapter begin one: by what follows each, and by the order of the chapters."""

from __future__ import annotations

import pytest

from disclosure.report import Report, Section
from parsers.document import Block, Cell, Document, Grid, Paragraph
from parsers.recogniser import recognise
from parsers.recogniser.sections import doubts, split_sections
from tests.clocks import computing_seconds

TITLES = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TEXTS = (
    "青石镇2023年认真落实各项要求。",
    "及时公开各类信息。",
    "按时答复各类申请。",
    "没有此类案件。",
    "更新不够及时。",
    "无",
)
PAIRS = tuple(zip(TITLES, TEXTS, strict=True))
LINES = tuple(line for pair in PAIRS for line in pair)


def blocks(*parts: str | Block) -> tuple[Block, ...]:
    return tuple(Paragraph(part) if isinstance(part, str) else part for part in parts)


def split(*parts: str | Block) -> tuple[Section, ...]:
    return split_sections(blocks(*parts))


def texts(*parts: str | Block) -> dict[str, str]:
    return {section.number: section.text for section in split(*parts)}


WHOLE = dict(zip("一二三四五六", TEXTS, strict=True))
TABLE = Grid(1, 2, (Cell(0, 0, "规章", "规章"), Cell(0, 1, "0", "0")), "html")


def test_each_heading_once() -> None:
    sections = split("前言", *LINES)
    assert [(each.number, each.title, each.text) for each in sections] == [
        (title[0], title, text) for title, text in PAIRS
    ]


@pytest.mark.parametrize("mark", ["：", ":", "。", "： ", "——"])
@pytest.mark.parametrize("place", [0, 4, 5])
def test_a_heading_that_goes_on_in_its_line(place: int, mark: str) -> None:
    title, text = PAIRS[place]
    lines = [*LINES[: 2 * place], f"{title}{mark}{text}", *LINES[2 * place + 2 :]]
    sections = split(*lines)
    assert {each.number: each.text for each in sections} == WHOLE
    assert sections[place].title == title
    assert "\n".join(lines)[sections[place].start : sections[place].end] == f"{title}{mark}{text}"


def test_a_heading_that_goes_on_after_a_gap_and_one_that_ends_with_a_full_stop() -> None:
    long = "青石镇2023年认真落实各项要求，明确专人负责，及时更新内容，主动回应关切，全年运行平稳。"
    assert texts(f"一、总体情况　{long}", *LINES[2:10], "六、其他需要报告的事项。", "无") == {**WHOLE, "一": long}


@pytest.mark.parametrize(
    "sentence",
    [
        "一、主动公开政府信息不够及时。下一步将改进。",
        "二、总体情况良好，还有不足。",
        "总体情况：还有不足。",
        "1.主动公开政府信息情况：还有不足。",
    ],
)
def test_a_sentence_that_begins_like_a_heading(sentence: str) -> None:
    found = texts(*LINES[:10], sentence, *LINES[10:])
    assert found == {**WHOLE, "五": f"{TEXTS[4]}\n{sentence}"}


@pytest.mark.parametrize("contents", [TITLES, tuple(f"{title}......{i}" for i, title in enumerate(TITLES))])
def test_a_list_of_contents_before_or_after_or_both(contents: tuple[str, ...]) -> None:
    assert texts("目录", *contents, *LINES) == WHOLE
    assert texts("目录", *contents, "现将情况公布如下。", *LINES) == WHOLE
    assert texts(*LINES, *contents) == WHOLE
    assert texts(*contents, *LINES, *contents) == WHOLE


def test_contents_with_entries_below_each() -> None:
    contents = [line for title in TITLES for line in (title, "（一）有关情况")]
    assert texts(*contents, *LINES) == WHOLE
    found = texts(*LINES, *contents)
    assert {number: found[number] for number in "一二三四五"} == {number: WHOLE[number] for number in "一二三四五"}


@pytest.mark.parametrize("heading", ["（一）总体情况", "总体情况", "1.总体情况", "一、总体情况"])
def test_a_heading_within_another_chapter(heading: str) -> None:
    found = texts(*LINES[:10], heading, "有好转。", *LINES[10:])
    assert found == {**WHOLE, "五": f"{TEXTS[4]}\n{heading}\n有好转。"}


@pytest.mark.parametrize(
    ("place", "title"),
    [
        (0, "一、工作开展情况"),
        (0, "一、政府信息公开工作情况"),
        (1, "二、主动公开情况"),
        (2, "三、政府信息公开申请办理情况"),
        (4, "五、问题及改进措施"),
        (4, "五、存在不足和下一步打算"),
        (5, "六、其它需要报告的事项"),
        (5, "六、其他"),
        (5, "六、需要报告的其他事项"),
    ],
)
def test_another_title_behind_the_numeral_of_the_form(place: int, title: str) -> None:
    lines = [*LINES[: 2 * place], title, *LINES[2 * place + 1 :]]
    assert texts(*lines) == WHOLE
    assert split(*lines)[place].title == title


@pytest.mark.parametrize("line", ["五、信息更新不及时", "六、其他部门配合不够", "一、公开不及时的问题"])
def test_a_point_of_a_list_with_the_numeral_of_a_chapter(line: str) -> None:
    assert texts(*LINES[:10], line, *LINES[10:]) == {**WHOLE, "五": f"{TEXTS[4]}\n{line}"}


@pytest.mark.parametrize(
    "foot",
    [
        ("青石镇人民政府", "2024年1月16日"),
        ("青石镇人民政府　二〇二四年一月十六日",),
        ("2024年1月16日", "附件：一览"),
        ("【打印】【关闭】",),
        ("上一篇：白水镇2023年政府信息公开工作年度报告",),
        ("主办：青石县人民政府办公室", "本网站2023年共发布信息12345条"),
    ],
)
def test_the_last_chapter_ends_where_the_text_does(foot: tuple[str, ...]) -> None:
    assert texts(*LINES, *foot) == WHOLE
    sections = split(*LINES, *foot)
    assert "\n".join((*LINES, *foot))[sections[-1].start : sections[-1].end] == f"{TITLES[5]}\n{TEXTS[5]}"


def test_sentences_that_begin_like_the_foot_of_a_page() -> None:
    sentences = ("主办单位为青石镇。", "返回的意见已办理。")
    assert texts(*LINES, *sentences)["六"] == "\n".join((TEXTS[5], *sentences))


def test_the_name_of_a_chapter_above_its_table_is_no_second_beginning() -> None:
    lines: list[str | Block] = [*LINES[:4], "主动公开政府信息情况", TABLE, *LINES[4:]]
    assert texts(*lines) == {**WHOLE, "二": f"{TEXTS[1]}\n主动公开政府信息情况"}
    assert texts(*LINES[:3], TITLES[1], TABLE, *LINES[4:]) == {**WHOLE, "二": ""}


def test_headings_below_each_other_within_a_chapter_stay_in_its_text() -> None:
    lines = ["一、主动公开政府信息不够及时", "二、依申请公开政府信息申请答复不及时", "三、其他"]
    found = texts(*LINES[:10], *lines, *LINES[10:])
    assert found == {**WHOLE, "五": "\n".join((TEXTS[4], *lines))}


def test_chapters_in_another_order_keep_their_texts() -> None:
    lines = [*LINES[:6], "四、存在的主要问题及改进情况", TEXTS[4], "五、政府信息公开行政复议、行政诉讼情况", TEXTS[3]]
    sections = split(*lines, *LINES[10:])
    assert [each.number for each in sections] == ["一", "二", "三", "五", "四", "六"]
    assert {each.number: each.text for each in sections} == WHOLE


def read(*parts: str | Block) -> Report:
    return recognise(Document(blocks("青石镇人民政府2023年政府信息公开工作年度报告", *parts), "text/plain", ""))


def told(*parts: str | Block) -> dict[str, str]:
    return {each.rule: each.message for each in read(*parts).findings if each.rule.startswith("section")}


def test_nothing_is_told_of_whole_chapters() -> None:
    assert told(*LINES) == {}
    assert told("目录", *TITLES, *LINES, *TITLES) == {}
    assert told(*LINES[:10], "（一）总体情况", "有好转。", *LINES[10:]) == {}


def test_two_that_could_both_be_the_chapter_are_told() -> None:
    again = told(*LINES[:2], TITLES[0], "另有说明，见附件。", *LINES[2:])
    assert list(again) == ["section_repeated"]
    assert "一" in again["section_repeated"]


def test_chapters_that_are_not_found_are_told() -> None:
    lost = told(*LINES[:8], *LINES[10:])
    assert list(lost) == ["section_missing"]
    assert "五" in lost["section_missing"]


def test_chapters_without_anything_are_told() -> None:
    empty = told(*LINES[:9], *LINES[10:])
    assert list(empty) == ["section_empty"]
    assert "五" in empty["section_empty"]
    assert told(*LINES[:3], TABLE, *LINES[4:]) == {}


@pytest.mark.parametrize("lines", [TITLES, TITLES[::-1], ("一、总体情况",), ("一、总体情况：无。", "三、其他")])
def test_endless_headings_take_linear_time(lines: tuple[str, ...]) -> None:
    def work(count: int) -> float:
        parts = blocks(*(line for _ in range(count) for line in lines))
        return computing_seconds(lambda: list(doubts(parts, split_sections(parts))))

    work(10)
    assert work(4_000) < 40 * work(500) + 0.1
