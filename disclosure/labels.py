"""Labels as they are compared: the same words, whatever the width, spacing, brackets, quotes and numbering.

Only labels are folded, never values. Source of the variants: reports of FY2019-2025 (docs/architecture.md).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_QUOTES = "\"'“”‘’「」『』〝〞＂"
# Traditional forms that converters and clone tools leave in statutory labels.
_SIMPLIFIED = str.maketrans(
    "額數據導關係項總計請處務機構審維結糾復議訴訟開許規強屬於國護權無現費領個類過執補舉報業團體給與",
    "额数据导关系项总计请处务机构审维结纠复议诉讼开许规强属于国护权无现费领个类过执补举报业团体给与",
)
_TRANSLATION = str.maketrans(
    {**dict.fromkeys(_QUOTES), "〔": "(", "〕": ")", "【": "(", "】": ")", "、": ",", "。": "."}
)
#: NFKC would make ① a bare 1, which is no enumerator any more
_CIRCLED = {ord("①") + i: f"{i + 1}." for i in range(20)}
_NUMBER = re.compile(
    r"^(?:\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|[一二三四五六七八九十]{1,3}[,.]|\d{1,2}[,.](?!\d))[,.]?|^[,.]"
)


@lru_cache(maxsize=16384)
def normalise(text: str) -> str:
    """Comparable spelling: NFKC, no white space, one kind of bracket, no quotes, simplified script."""
    folded = "".join(unicodedata.normalize("NFKC", text.translate(_CIRCLED)).split())
    # Once more: a lone accent becomes a space and a combining mark, which without the space joins what stands before.
    folded = unicodedata.normalize("NFKC", folded)
    return folded.translate(_TRANSLATION).translate(_SIMPLIFIED)


@lru_cache(maxsize=16384)
def strip_number(label: str) -> str:
    """A normalised label without its leading enumerator (一、 （一） 1. ①), or with one whose numeral was lost."""
    return _NUMBER.sub("", label, count=1)


def key(text: str) -> str:
    """The form under which labels are looked up."""
    return strip_number(normalise(text))


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
