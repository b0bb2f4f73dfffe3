"""Labels of the statistics as they are compared, and the lines of the form that they name.

The table has dozens of provincial wordings: brackets explain what they like, 其中 and numbers come and go, 数 stands at
the end or not. What is left after folding tells the lines apart; a test holds that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from disclosure.forms import LineForm, load_forms
from disclosure.labels import normalise

TABLE = "statistics"
EDITION = "stat2014"
#: a misspelt label is taken for one of the form above this similarity (0..100), and always reported
FUZZY_BAR = 82.0
#: and only when the next best label is this much less similar
FUZZY_MARGIN = 8.0
#: characters of a label with its explanation
LONGEST = 120
#: words of titles and of the lines that tell who filled the table in and when
ABOUT_THE_TABLE = (
    "统计表",
    "填报",
    "填表",
    "制表",
    "负责人:",
    "审核人",
    "联系人",
    "电话",
    "盖章",
    "公章",
    "年度:",
    "日期",
    "备注:",
    "注:",
    "说明:",
)
_TELLING = ("办结", "纠错", "申请答复", "政务微博", "驳回原告")
_UNIT = "万元|亿元|元|万条|万件|万次|万人次|件次|人次|条|件|次|篇|个|人|项|份|起|宗|处|场|期|名|辆"
_IS_UNIT = re.compile(rf"\(?(?:计?量?单位:?)?((?:{_UNIT}))(?:[/,](?:{_UNIT}))*\)?")
_UNIT_IN_LABEL = re.compile(rf"\((?:计量)?(?:单位:?)?({_UNIT})\)|单位:({_UNIT})$")
_BRACKETS = re.compile(r"\([^()]*\)|\([^()]*$")
_BEGINNING = re.compile(r"^(?:其中|其余|[\d一二三四五六七八九十]{1,3}[,.:)]|\d{1,3}|[^\w]+)")
_COUNTED = re.compile(r"(?:总?次数|总数|数量|数)$")
#: labels, folded, of a whole that stands beside its name: 行政复议数量 | 合计
TOTALS = ("合计", "总计", "小计", "共计", "总")
_LINKS = re.compile(r"或者|[和及与或的]")
_NUMBERED = re.compile(r"其中|其余|\(?[\d一二三四五六七八九十]{1,3}[,.:)]|[①-⑳⑴-⒇]")
_CHAPTER = re.compile(r"^\(?[一二三四五六七八九十]{1,3}[,.]")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The form under which labels are looked up."""
    label = _BRACKETS.sub("", _BRACKETS.sub("", normalise(text)))
    while (rest := _BEGINNING.sub("", label, count=1)) != label:
        label = rest
    label = re.sub(r"单位:.*$|[^\w]+", "", label).replace("其它", "其他")
    return _LINKS.sub("", _COUNTED.sub("", label))


def left_open(text: str) -> int:
    """How many brackets a text opens and does not close; negative where it closes those of others."""
    return sum((character in "（(") - (character in "）)") for character in text)


@lru_cache(maxsize=1024)
def unit_of(text: str) -> str | None:
    """The unit that a cell holds and nothing else (件, 单位：件, 条/件: the first); 件） is the end of a label."""
    match = _IS_UNIT.fullmatch(normalise(text))
    return match[1] if match and not left_open(text) else None


def unit_in_label(text: str) -> str | None:
    """The unit that a label names in brackets."""
    match = _UNIT_IN_LABEL.search(normalise(text))
    return (match[1] or match[2]) if match else None


def begins_chapter(text: str) -> bool:
    """Whether a label is numbered as the chapters are (四、)."""
    return _CHAPTER.match(normalise(text)) is not None


def is_part(text: str) -> bool:
    """Whether a text is a part of a label of the form."""
    return normalise(text) in _all_labels()


@cache
def _all_labels() -> str:
    return "\n".join(normalise(label) for line in lines_of_form().lines for label in line.labels)


def is_numbered(text: str) -> bool:
    """Whether a text begins as labels do, so that it is no later part of one."""
    return _NUMBERED.match(normalise(text)) is not None


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of the form by place, and the places that each folded label names (several where labels repeat)."""

    lines: tuple[LineForm, ...]
    places: dict[str, tuple[int, ...]]

    def named(self, text: str) -> tuple[int, ...]:
        """Places of the lines that a label names, exactly but for what folding drops."""
        return self.places.get(fold(text), ())

    def misspelt(self, text: str, allowed: range) -> int | None:
        """The one line among those ``allowed`` whose label is nearly this one."""
        stem = fold(text)
        labels = {}
        for label, places in self.places.items():
            within = [place for place in places if place in allowed]
            if label and len(within) == 1:  # of two chapters with the same label none can be chosen
                labels[label] = within[0]
        ranked = process.extract(stem, list(labels), scorer=fuzz.ratio, limit=3) if len(stem) > 2 else []
        if not ranked or ranked[0][1] < FUZZY_BAR:
            return None
        best, score, _ = ranked[0]
        rival = max((other for label, other, _ in ranked if labels[label] != labels[best]), default=0.0)
        return labels[best] if score - rival >= FUZZY_MARGIN else None

    def ancestors(self, place: int) -> tuple[int, ...]:
        """The line itself and the lines that it is a part of, innermost first."""
        found = [place]
        while (parent := self.lines[found[-1]].parent) is not None:
            found.append(parent)
        return tuple(found)


def is_telling(text: str) -> bool:
    """Whether a text has words that every table of statistics has and no other form: looked for first, to be quick."""
    spelt = text.replace(" ", "")
    return any(word in spelt for word in _TELLING)


def telling_words(text: str) -> int:
    """How many of these words a text has."""
    spelt = text.replace(" ", "")
    return sum(word in spelt for word in _TELLING)


def named_by(text: str) -> bool:
    """Whether a cell's text names a line of the form; long texts are not looked at."""
    return 3 < len(text) <= LONGEST and bool(lines_of_form().named(text))


@cache
def lines_of_form() -> Lines:
    lines = load_forms()[EDITION].tables[TABLE].lines
    places: dict[str, tuple[int, ...]] = {}
    for place, line in enumerate(lines):
        for key in dict.fromkeys(map(fold, line.labels)):
            places[key] = (*places.get(key, ()), place)
    return Lines(lines, places)
