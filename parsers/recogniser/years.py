"""Which year a head, a caption or a label says it is of.

A year is a number (2022) or, where the words only count from the reporting year, 0 for that year and -1 for the one
before. Dates, years of a document and years that something comes from or goes to (2022年结转) are none, nor is a year
that a line names in passing: what is of the year must be all that the line speaks of.
"""

from __future__ import annotations

import re
from functools import lru_cache

from disclosure.labels import normalise, strip_number
from parsers.recogniser.captions import points

_LONGEST_HEAD, _LONGEST_CAPTION = 26, 40
_NAMED = re.compile(
    r"(?<![\d\-—–~至到与较比同自从])(?<!结转)(?<!转入)(20\d\d)年"
    r"(?!\d{1,2}月|[\-—–~至到]|[底末]?(?:结转|转入|遗留|未办|未结)|项目|修订|修正|版|以来|[以之]?[前后]|起|第)"
)
_NUMERALS = re.compile("二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_BARE = re.compile(r"\(?(20(?:0[89]|[123]\d))\)?:?")
_KIND = r"(?:度|全年)?(?:累计|实际)?(?:数据|情况|件数|数量|数)?"
_OWN_HEAD = re.compile(rf"\(?(?:本年|今年|当年|本期){_KIND}\)?:?")
_LAST_HEAD = re.compile(rf"\(?(?:上一?年|去年|上期)(?:度?同期)?{_KIND}\)?:?")
_OWN, _LAST = (
    re.compile("(?:本|今|当)年(?:度)?"),
    re.compile("(?<![与较比同])(?:上一?|去|往)年(?:度)?(?!结转|转入|遗留|项目)"),
)
#: words that a head or a label explains by a year in digits
_BESIDE = re.compile("[上去往下]一?年")
#: a year that explains the words before it, and what is in brackets but no year alone
_EXPLAINING = re.compile(r"\(?[为即指]?20\d\d年度?\)?")
_REMARK = re.compile(rf"\((?!20\d\d年?{_KIND}\))[^()]*\)")
#: what a line may say beside its year: the words of which the titles of reports, chapters and tables are made
_ATTACHED = re.compile(r"附?(?:表|件)?(?:\d{1,2}(?!\d)|[一二三四五六七八九十]{1,2})?:?")
_UNIT = re.compile(r"\(?(?:计量)?单位:[^():]{1,12}\)?$")
_MARKS = re.compile(r"[(){}\[\]《》<>:;,.\-—–_|/]")
_SUBJECT = re.compile(
    "(?:附|以下|[下本此该]表|本机关|[我本全][局委办院镇乡县市区省厅街道]{1,2}|为|是|的|和|及|与|因|被|提起|收到|处理|办理|受理|新收"
    "|答复|主动|依申请|申请|公开|政府|信息|行政|复议|诉讼|规章|规范性文件|许可|处罚|强制|事业性|收费|工作|年度|度|全年|[上下]半年"
    "|[底末]|累计|实际|同期|总体|基本|相关|有关|具体|各项|历史|[原旧]|仅?供?(?:对比|参考)|已公开|合计|总计|统计|汇总|数据|数字"
    "|情况|概况|报告|年报|件数|数量|总数|数|结果|明细|一览|表格|报表|表|如下)*"
)
_NOUN_AT_END = re.compile(
    "(?:[度期年底末计]|对比|参考|历史|数据|数字|况|统计|汇总|报告|年报|数|数量|结果|明细|一览|表格?)(?:如下|已公开)?$"
)
_AGENCY = re.compile("[\u4e00-\u9fff]{2,30}(?:[局委办院镇乡县市区省厅站所队处]|政府|办公室|街道|中心|公司|学校|机关)")
_NOTE = re.compile(
    "注:|说明|备注|填报|编制|按照|按|依据|根据|参照|参见|点击|查看|(?<!申)请|见|不含|不包括|来源|格式|施行|除"
)
#: what a table of made-up numbers is called, and an empty one to be filled in
_EXAMPLE = re.compile(
    r"(?P<before>.{0,30}?)(?:填报|填写)?(?:示例|样例|范例|样表|样张)(?:数据|表格?|如下)?"
    r"[\d一二三]?(?:仅?供参考|请勿填报)?"
)
_TEMPLATE_END = re.compile(
    r"\(?(?:空白|空|样)?(?:表格?|报表)?(?:模板|模版|样表|表样|空白表格?|空表|空白)[\d一二三]?\)?:?$"
)
_CLAUSE_ENDS = re.compile("[，。；,;]")
_DATED = re.compile(r"日期|时间|印发|发布")
_CHANGE = re.compile(
    r"(?:与?(?:上年|去年)|同|较|比)*(?:增减|增长|增幅|变化|变动|占比|比例|比重|同比|环比|比)[数量率值幅度]*(?:\(?%\)?)?"
)
#: a year and the words that only go with it, for a label that goes on without it
_YEAR_WORDS = re.compile(r"\(?20\d\d年度?(?:数据|情况|数)?\)?:?")


def _spell(text: str) -> str:
    """A text as it is compared, with a year in numerals (二〇二二年) in digits."""
    spelt = normalise(text)
    return _NUMERALS.sub(lambda found: found[0].translate(_DIGITS), spelt) if "二" in spelt else spelt


@lru_cache(maxsize=8192)
def year_of_head(text: str) -> int | None:
    """The one year that the head of a column or a row names; not one that explains other words (上年结转（2022年）)."""
    spelt = _spell(text)
    if len(spelt) > _LONGEST_HEAD:
        return None
    if _OWN_HEAD.fullmatch(spelt):
        return 0
    if _LAST_HEAD.fullmatch(spelt):
        return -1
    if _BESIDE.search(spelt) and not _LAST_HEAD.fullmatch(_EXPLAINING.sub("", spelt)):
        return None
    return _only(_NAMED.findall(_REMARK.sub("", spelt) or spelt))


@lru_cache(maxsize=8192)
def year_of_caption(text: str) -> int | None:
    """The one year that a line above a table speaks of."""
    spelt = _spell(text)
    if len(spelt) > _LONGEST_CAPTION or _DATED.search(spelt) or ("，" in text and not points(text)):
        return None
    bare = bare_year(text)
    if bare:
        return bare
    named, own, last = _NAMED.findall(spelt), _OWN.search(spelt), _LAST.search(spelt)
    if not (named or own or last) or not _is_subject(spelt):
        return None
    if named:
        return _only(named)
    if own and last:
        return None
    return 0 if own else -1


def _is_subject(spelt: str) -> bool:
    """Whether a year is what a line speaks of: beside it stand only words of titles, and who reports."""
    if _NOTE.search(spelt):
        return False
    line = _UNIT.sub("", _without_number(spelt))
    before, year, after = line, "", ""
    for pattern in (_NAMED, _OWN, _LAST):
        if found := pattern.search(line):
            before, year, after = line[: found.start()], found[0], line[found.end() :]
            break
    if not year:
        return False
    rest = _plain(before + after)
    if not rest or (_SUBJECT.fullmatch(rest) and _NOUN_AT_END.search(rest)):
        return True
    after = _plain(after)
    named = _AGENCY.fullmatch(_plain(before)) is not None
    return named and _SUBJECT.fullmatch(after) is not None and _NOUN_AT_END.search(after) is not None


def _without_number(spelt: str) -> str:
    return _ATTACHED.sub("", strip_number(spelt), count=1) if spelt.startswith(("附", "表")) else strip_number(spelt)


def _plain(spelt: str) -> str:
    """A text without marks and without what else only says which year it is."""
    for pattern in (_NAMED, _OWN, _LAST):
        spelt = pattern.sub("", spelt)
    return _MARKS.sub("", spelt)


@lru_cache(maxsize=8192)
def is_example(text: str) -> bool:
    """Whether a line calls the numbers below it made up; not one that speaks of an example elsewhere."""
    if len(text) > _LONGEST_CAPTION or not any(word in text for word in ("示例", "样", "范例")):
        return False
    found = (_EXAMPLE.fullmatch(_MARKS.sub("", normalise(clause))) for clause in _CLAUSE_ENDS.split(text))
    return any(each is not None and not _NOTE.search(each["before"]) and "参考" not in each["before"] for each in found)


@lru_cache(maxsize=1024)
def is_template_name(text: str) -> bool:
    """Whether a line calls the table below it an empty form."""
    spelt = _without_number(normalise(text))
    line = _TEMPLATE_END.sub("", spelt)
    return line != spelt and len(spelt) <= _LONGEST_CAPTION and _SUBJECT.fullmatch(_plain(line)) is not None


@lru_cache(maxsize=8192)
def bare_year(text: str) -> int | None:
    """The year that is all a text says, without a word that it is one."""
    found = _BARE.fullmatch(normalise(text))
    return int(found[1]) if found else None


@lru_cache(maxsize=1024)
def is_change(text: str) -> bool:
    """Whether a text heads numbers that compare two years, which are of neither."""
    return _CHANGE.fullmatch(normalise(text)) is not None


def without_year(text: str) -> str:
    """What a head says beside its year; '' where that is all."""
    spelt = _spell(text)
    return "" if _OWN_HEAD.fullmatch(spelt) or _BARE.fullmatch(spelt) else _YEAR_WORDS.sub("", spelt)


def _only(years: list[str]) -> int | None:
    return int(years[0]) if len(set(years)) == 1 else None
