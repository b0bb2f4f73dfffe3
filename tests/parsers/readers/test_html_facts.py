"""What stands around an article: facts on a line of their own, and the way to the page."""

from __future__ import annotations

import pytest

from parsers import parse
from parsers.document import WAY
from parsers.readers.html import read
from replica.press.html import HtmlOptions, print_body
from replica.press.truth import make_truth

TITLE = "2023年政府信息公开工作年度报告"


def facts_of(line: str, tag: str = "div") -> dict[str, str]:
    page = f"<html><body><{tag} class=info>{line}</{tag}><div id=zoom><p>正文。</p></div></body></html>"
    return dict(read(page.encode()).metadata)


@pytest.mark.parametrize("tag", ["p", "div", "li"])
@pytest.mark.parametrize(
    ("line", "facts"),
    [
        (
            "发布机构：梁平区屏锦镇人民政府\u3000发布日期：2024-01-16",
            {"发布机构": "梁平区屏锦镇人民政府", "发布日期": "2024-01-16"},
        ),
        ("信息来源：屏锦镇 时间：2024-01-16", {"ContentSource": "屏锦镇"}),
        ("【信息来源：屏锦镇】【信息时间：2024-01-16 阅读次数：17】", {"ContentSource": "屏锦镇"}),
        ("来 源：区水利局 | 浏览 33 次 | 字体：[大 中 小]", {"ContentSource": "区水利局"}),
        (
            "<span>来源：区水利局</span><span>发布时间：2024-01-16 09:12</span>",
            {"ContentSource": "区水利局", "发布日期": "2024-01-16"},
        ),
        (
            "索引号：11500228/2024-00012 发布机构：区市场监督管理局（知识产权局） 主题分类：其他",
            {"索引号": "11500228/2024-00012", "发布机构": "区市场监督管理局(知识产权局)"},
        ),
        ("资金来源：县财政局", {}),
        ("发布机构：", {}),
        (f"来源：{'很长的话' * 12}", {}),
    ],
)
def test_facts_on_one_line(line: str, facts: dict[str, str], tag: str) -> None:
    assert facts_of(line, tag) == facts


@pytest.mark.parametrize(
    "line",
    [
        "当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>区水利局</a> &gt; <a>年报</a>",
        "<span>您现在的位置：</span><a>首页</a><i></i><a>政务公开</a><i></i><a>区水利局</a><!-- 旧栏目 --><a>年报</a>",
        "所在位置:首页»政务公开»区水利局»年报",
    ],
)
def test_the_steps_of_the_way_to_a_page(line: str) -> None:
    assert facts_of(line) == {WAY: "首页>政务公开>区水利局>年报"}


def test_a_place_without_steps_is_no_way() -> None:
    assert facts_of("办公位置：区政府大楼") == {}


@pytest.mark.parametrize(
    ("around", "agency", "code", "told"),
    [
        ("发布单位：梁平区水利局 | 发布日期：2024-01-16 | 点击数：99", "梁平区水利局", "500155", []),
        ("当前位置：首页 &gt; 乡镇街道 &gt; 梁平区屏锦镇 &gt; 年报", "梁平区屏锦镇", "500155104", ["agency_unsure"]),
        ("来源：梁平区融媒体中心", "", None, ["agency_unknown"]),
        ("发布机构：梁平区政务服务管理局 当前位置：首页&gt;年报", "梁平区政务服务管理局", "500155", ["agency_unsure"]),
    ],
)
def test_whose_report_it_is_where_the_title_does_not_say(
    around: str, agency: str, code: str | None, told: list[str]
) -> None:
    page = f"<h1>{TITLE}</h1><div>{around}</div><div id=zoom>{print_body(make_truth(3), HtmlOptions())}</div>"
    report = parse(page.replace(make_truth(3).title, "").encode())
    assert (report.agency.name if report.agency else "") == agency
    assert (report.agency.division_code if report.agency else None) == code
    assert [each.rule for each in report.findings if each.rule.startswith("agency_")] == told
