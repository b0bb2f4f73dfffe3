"""Labels as they are compared: the same words, whatever the width, spacing, brackets, quotes and numbering.

Only labels are folded, never values. Source of the variants: reports of FY2019-2025 (docs/architecture.md).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_QUOTES = "\"'“”‘’「」『』〝〞＂"
# Traditional forms of every character in the labels of the forms; after the character tables of OpenCC (Apache-2.0).
_SIMPLIFIED = str.maketrans(
    "萬業爲為舉於會體關內決況減齣製辦務動區單捲發髮隻祇衹號閤後國處復複覆審傢對屬應廢開強當噹總執護報據數無機權條構査沒現確祕穩"
    "類係繫糾納組織經結繼續維繳罰範獲穫補規計認議許訟設訪訴詢請購費轉過這進踰採寀埰問項題額導團給與領個縣鎮鄉廳門",
    "万业为为举于会体关内决况减出制办务动区单卷发发只只只号合后国处复复复审家对属应废开强当当总执护报据数无机权条构查没现确秘稳"
    "类系系纠纳组织经结继续维缴罚范获获补规计认议许讼设访诉询请购费转过这进逾采采采问项题额导团给与领个县镇乡厅门",
)
#: characters that recognition of printed text takes for one another; the first stands for all of its group
_LOOKALIKES = (
    "己已巳 未末 日曰目 人入八 额页 据居 不木 申中甲由 千干于 土士 折拆析 辨辩 仪议 构枸 徽微 证征 "
    "项顶须 持恃特 反返 获荻 机饥札 查杳 询洵 卷券 危厄 及乃 全金 复夏 处外 信倍 息患 事亊 敷数 "
    "0O〇○o 一-—ー―– 结给 类娄 稳隐 维雏 贸货 费贵 罚罔 废度 第弟 政攻 许午 性牲 办力 子予 布市 "
    "侯候 具县 要耍 案桉 清请情 密蜜 治冶 场扬 他池 大太犬 天夫 王主 囗口 公么 其共基 继断 纳钠 续绩"
)
_ALIKE = str.maketrans({each: group[0] for group in _LOOKALIKES.split() for each in group[1:]})
#: what clone pages put behind a character: 公(gong)开
_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])\([a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{2,6}\)")
_TRANSLATION = str.maketrans(
    {**dict.fromkeys(_QUOTES), "〔": "(", "〕": ")", "【": "(", "】": ")", "、": ",", "。": ".", "它": "他"}
)
#: characters of no width: soft hyphens, marks of direction, places where a line may break or may not
INVISIBLE = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF))
#: NFKC would make ① a bare 1, which is no enumerator any more
_CIRCLED = {ord("①") + i: f"{i + 1}." for i in range(20)}
_NUMBER = re.compile(
    r"^(?:\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|[一二三四五六七八九十]{1,3}[,.]|\d{1,2}[,.](?!\d))[,.]?|^[,.]"
)


@lru_cache(maxsize=16384)
def normalise(text: str) -> str:
    """Comparable spelling: NFKC, no white space, one kind of bracket, no quotes, simplified script, no pinyin.

    它 becomes 他, for 其它 is another spelling of 其他.
    """
    folded = "".join(unicodedata.normalize("NFKC", text.translate(_CIRCLED)).translate(INVISIBLE).split())
    # Once more: a lone accent becomes a space and a combining mark, which without the space joins what stands before.
    folded = unicodedata.normalize("NFKC", folded)
    folded = folded.translate(_TRANSLATION).translate(_SIMPLIFIED)
    return _PINYIN.sub("", folded) if "(" in folded else folded


@lru_cache(maxsize=4096)
def has_pinyin(text: str) -> bool:
    """Whether the pronunciation of a character stands in brackets behind it."""
    return "(" in (plain := unicodedata.normalize("NFKC", text)) and _PINYIN.search(plain) is not None


@lru_cache(maxsize=16384)
def strip_number(label: str) -> str:
    """A normalised label without its leading enumerator (一、 （一） 1. ①), or with one whose numeral was lost."""
    return _NUMBER.sub("", label, count=1)


def key(text: str) -> str:
    """The form under which labels are looked up."""
    return strip_number(normalise(text))


@lru_cache(maxsize=4096)
def alike(text: str) -> str:
    """A key in which characters of the same look are one: for labels that went through character recognition."""
    return text.translate(_ALIKE)


def is_interleaving(text: str, first: str, second: str) -> bool:
    """Whether ``text`` is made of exactly ``first`` and ``second``, each in order, woven together.

    A converter that drops the rule between a group cell and its rows writes their two texts line by line.
    """
    if len(text) != len(first) + len(second):
        return False
    reachable = {0}  # how many characters of ``first`` are used after each prefix of ``text``
    for position, character in enumerate(text):
        reachable = {
            used + step
            for used in reachable
            for step in (0, 1)
            if (step and used < len(first) and first[used] == character)
            or (not step and position - used < len(second) and second[position - used] == character)
        }
        if not reachable:
            return False
    return len(first) in reachable
