"""Which titles are taken for annual reports. Title shapes are those seen on county sites; names are made up."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import links
from crawler.families import Link
from crawler.links import judge, plain_title

REPORTS = [
    "青山县枫林镇人民政府2023年政府信息公开工作年度报告",
    "青山县2021年政府信息公开工作年度报告",
    "2022年青山县教育局政府信息公开工作年度报告",
    "2022年度枫林镇政府信息公开工作年度报告",
    "枫林镇2021年度政府信息公开工作年度报告",
    "柳溪乡2019年政府信息公开年度工作报告",
    "枫林镇人民政府关于2020年政府信息公开工作年度报告",
    "青山市审计局2019年政府信息公开工作的年度报告",
    "桃园开发区管委会2022年信息公开工作年度报告",
    "青山市市场监督管理局2016年政务信息公开年度报告",
    "2023年政府信息公开工作年度报告",
    "2023 年政府信息公开工作 年度报告",
    "枫林镇２０２３年政府信息公开工作年度报告",
    "枫林镇二〇二三年政府信息公开工作年度报告",
    "枫林镇二○二二年度政府信息公开年报",
    "枫林镇二零一八年政府信息公开工作年度报告",
    "政府信息公开工作年度报告（2023年度）",
    "枫林镇政府信息公开年报（2024）",
    "县财政局政府信息公开2023年年度报告",
    "2023年政府信息公开年报",
    "青山县2012年政府信息公开工作报告",
    "青山县人民政府办公室2023年政务公开工作年度报告",
    "中共青山县委机构编制委员会办公室2023年政府信息公开工作年度报告",
    "青山县城市管理行政执法局2023年政府信息公开工作年度报告",
    "青山县人口和计划生育局2013年政府信息公开工作年度报告",
    "青山县财政局2023年政府信息公开工作年度报告",
    "青山县统计局2023年政府信息公开工作年度报告",
    "青山县2016年政府信息公开工作年度报告及统计表",
]
OTHERS = [
    "《青山县2023年政府信息公开工作年度报告》解读",
    "青山县2023年政府信息公开年报公布情况",
    "关于做好2023年政府信息公开工作年度报告编制发布工作的通知",
    "政府信息公开工作年度报告制度（2023年修订）",
    "青山县2023年政府信息公开指南",
    "一图读懂青山县2023年政府信息公开工作年度报告",
    "图解：2023年政府信息公开工作年度报告",
    "2023年各单位政府信息公开年度报告汇总表",
    "2016年度政府信息公开情况统计表",
    "青山县2023年法治政府建设年度报告",
    "2023年政府网站工作年度报表",
    "青山县2023年行政执法统计年报",
    "2024年青山县政府工作报告",
    "青山县2023年部门决算公开",
    "青山县2023年第三季度政府信息公开工作报告",
    "2023年政府信息公开工作要点",
    "青山县2022年政府信息公开年度报告工作安排",
    "青山县中医医院2023年信息公开年度报告",
    "政府信息公开年报",
    "枫林镇政府信息公开工作年度报告",
    "2023年",
    "政府信息公开",
    "",
]


@pytest.mark.parametrize("title", REPORTS)
def test_a_report_is_accepted_with_its_reasons(title):
    decision = judge(title)
    assert decision.accepted, decision
    assert any("year" in reason for reason in decision.reasons)


@pytest.mark.parametrize("title", OTHERS)
def test_anything_else_is_left_with_a_reason(title):
    decision = judge(title)
    assert not decision.accepted, decision
    assert decision.reasons


def test_the_score_is_the_sum_of_the_reasons():
    decision = judge("关于做好2023年政府信息公开工作年度报告编制发布工作的通知")
    assert decision.score == sum(int(reason.split()[0]) for reason in decision.reasons)


@given(st.sampled_from(REPORTS), st.data())
def test_spaces_and_full_width_change_nothing(title, data):
    characters = [character + data.draw(st.sampled_from(["", " ", "\u3000", "\u200b", "\n"])) for character in title]
    wide = "".join(characters).translate({ord("0") + k: ord("０") + k for k in range(10)})
    assert judge(wide) == judge(title)


def test_chinese_years_become_digits():
    assert plain_title("二〇二三年 报告") == "2023年报告"
    assert plain_title("第二十条") == "第二十条"


def test_fingerprint_follows_address_title_date_and_order():
    day = datetime.date(2024, 1, 26)
    first, second = Link("http://a.gov.cn/1", "报告 一", day), Link("http://a.gov.cn/2", "报告二", None)
    known = links.fingerprint([first, second])
    assert known == links.fingerprint([Link(first.url, "报告一", day), second])
    assert links.is_current(known)
    changed = [
        [second, first],
        [first],
        [Link("http://a.gov.cn/3", "报告一", day), second],
        [Link(first.url, "报告三", day), second],
        [Link(first.url, "报告一", datetime.date(2024, 1, 27)), second],
    ]
    assert len({known, *map(links.fingerprint, changed)}) == 1 + len(changed)
    assert not links.is_current("00000000-" + known)
