"""Who reports: agency names to kinds and division codes.

Several fitting divisions stay candidates; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from disclosure.data import load_yaml
from disclosure.divisions import all_divisions, codes_by_name, full_name_of, in_full, spellings
from disclosure.labels import normalise
from disclosure.report import Agency, Candidate

#: a second name that an agency bears: 市场监督管理局(知识产权局)
_SECOND_NAME = re.compile(r"(?<=.)\([^()]*\)$")
_TOWNSHIPS = ("township", "subdistrict", "farm_enterprise")


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """``kind`` and ``scope`` as in the ``agency_kind`` and ``scope`` columns."""

    kind: str | None
    scope: str


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml(files(__package__).joinpath("agencies.yaml").read_text(encoding="utf-8"))
    return data


@lru_cache(maxsize=4096)
def kind_of(name: str) -> AgencyKind:
    """Kind and scope by the end of the agency's first name; (None, 'unknown') where nothing fits."""
    name = _SECOND_NAME.sub("", name)
    if name.endswith(tuple(_data()["villages"])):
        return AgencyKind(None, "unknown")
    if name.endswith(tuple(_data()["institutions"])):
        return AgencyKind("institution", "agency")
    seat = _seat_of(name)
    for entry in _data()["kinds"]:
        if name.endswith(tuple(entry["endings"])) or ("pattern" in entry and re.search(entry["pattern"], name)):
            return AgencyKind(entry["kind"], entry["scope"])
        if seat and "seat" in entry and re.search(entry["seat"], seat):
            return AgencyKind(entry["kind"], entry["scope"])
    return AgencyKind(None, "unknown")


@lru_cache(maxsize=1024)
def identify(name: str) -> Agency:
    """An agency from its printed name, with every division that the name fits.

    ``division_code`` is set only when exactly one division fits. Townships get 9 digits, counties and their
    departments the county's 6. A name under a parent that the list does not know (a county since renamed) keeps its
    candidates and no code.
    """
    name = re.sub("(街道?)办$", r"\1办事处", normalise(name))
    kind = kind_of(name)
    fitting = _fitting(name, kind.kind)
    candidates = tuple(Candidate(fit.code, full_name_of(fit.code), fit.reason) for fit in fitting)
    code = fitting[0].code if len(fitting) == 1 and fitting[0].certain else None
    return Agency(name=name, division_code=code, kind=kind.kind, candidates=candidates)


def scope_of(name: str) -> str:
    """What the report of an agency of this name covers."""
    return "multi" if re.search(_data()["several"], name) else kind_of(name).scope


def resolve(agency: Agency, within: str, reason: str = "published on this division's website") -> Agency:
    """Narrow the candidates to the division (by code) whose website carries the report, or that ``reason`` names.

    A name that fits no division inside it, such as 县教育局, is taken for an agency of that county when its kind is a
    county's; a township that is not in the list keeps no code, nor does one that is known elsewhere and whose name does
    not say that it lies there.
    """
    inside = tuple(each for each in agency.candidates if each.division_code.startswith(within))
    if len(inside) == 1:
        return replace(agency, division_code=inside[0].division_code, candidates=inside)
    if agency.division_code and within in all_divisions() and is_township(agency) and stands_alone(agency):
        return replace(agency, division_code=None)
    if inside or agency.division_code or is_township(agency) or agency.kind is None:
        return agency
    if agency.candidates or len(within) != 6 or within not in all_divisions():
        return agency
    own = Candidate(within, full_name_of(within), reason)
    return replace(agency, division_code=within, candidates=(own,))


def is_township(agency: Agency) -> bool:
    """Whether an agency is one of those whose divisions have codes of 9 digits."""
    return agency.kind in _TOWNSHIPS


def stands_alone(agency: Agency) -> bool:
    """Whether the name of an agency with a code says nothing of the places around: 草场乡, and not 米易县草场乡."""
    if agency.division_code is None:
        return False
    division, place = all_divisions()[agency.division_code], place_of(agency.name)
    around = tuple(name for parent in division.parents for name in spellings(parent))
    return place.startswith(in_full(division.name)) or not place.startswith(around)


def short_name(agency: Agency) -> str:
    """The name without the names of the divisions around it and without 人民政府: the same for every spelling.

    孟津区常袋镇人民政府 and 常袋镇 give 常袋镇; 友谊县教育局, 县教育局 and 教育局 give 教育局.
    """
    name = place_of(agency.name)
    code = agency.division_code
    if code is None:
        return name
    division = all_divisions()[code]
    if agency.kind == "county_gov":
        return division.name
    if agency.kind == "county_office":
        return "人民政府办公室"
    around = (*division.parents, code) if len(code) == 6 else division.parents
    rest = min(_after_names_of(name, around), key=len)
    if len(code) == 6:
        return rest.removeprefix(division.name[-1])
    return in_full(division.name) if rest.endswith("街道") else rest


@dataclass(frozen=True, slots=True)
class _Fit:
    code: str
    reason: str
    certain: bool


def place_of(name: str) -> str:
    """A name without the word for its government and without a second name: 常袋镇 of 常袋镇人民政府."""
    name = _SECOND_NAME.sub("", name)
    if kind_of(name).kind == "subdistrict":
        name = in_full(name)
    ending = next((each for each in _data()["government_endings"] if name.endswith(each)), "")
    return name.removesuffix(ending) if len(name) > len(ending) + 1 else name


def _seat_of(name: str) -> str:
    """The township or subdistrict of which a name says to be a body: 凤岗镇 of 凤岗镇便民服务中心; '' of others."""
    body = max((each for each in _data()["bodies"] if name.endswith(each)), key=len, default="")
    return name.removesuffix(body) if body else ""


def _fitting(name: str, kind: str | None) -> list[_Fit]:
    if kind == "county_gov":
        return _divisions_ending(place_of(name), digits=6)
    if kind in _TOWNSHIPS:
        return _townships_ending(place_of(_seat_of(name) or name), name)
    if name.endswith(tuple(_data()["villages"])):
        return []
    # A department: the longest opening of its name that is a county, perhaps after the names around it.
    openings = ((_divisions_ending(name[:end], digits=6), name[end:]) for end in range(len(name) - 1, 1, -1))
    fits, rest = next((each for each in openings if each[0] and each[0][0].certain), ([], ""))
    # 东区管理委员会 is that of a zone called so, wherever it lies; 兰州新区管委会 is that of a zone with a code.
    if rest in _data()["zone_administrations"]:
        return [fit for fit in fits if _is_zone(fit.code)]
    return fits


def _townships_ending(place: str, printed: str) -> list[_Fit]:
    """Townships whose name ends ``place``; 老街办事处 may be short for 老街道办事处 and for 老街街道办事处."""
    fits = _divisions_ending(place, digits=9)
    if place.endswith("街道") and "街道" not in printed and not (fits and fits[0].certain):
        return _divisions_ending(f"{place.removesuffix('道')}街道", digits=9) or fits
    return fits


def _is_zone(code: str) -> bool:
    """Whether a code of 6 digits is one that statistics give to a zone of development (71 to 80)."""
    return "71" <= code[4:] <= "80"


def _divisions_ending(place: str, digits: int) -> list[_Fit]:
    """Divisions whose name ends ``place``: those whose parents explain all that stands before it, else all of them."""
    doubtful: list[_Fit] = []
    for start in range(len(place) - 1):
        before, own = place[:start], place[start:]
        codes = [code for code in codes_by_name().get(own, ()) if len(code) == digits]
        explained = [code for code in codes if "" in _after_names_of(before, all_divisions()[code].parents)]
        if explained:
            return [_Fit(code, f"named with {before}" if before else "the name alone", True) for code in explained]
        doubtful = doubtful or [_Fit(code, f"fits {own}, but not {before}", False) for code in codes]
    return doubtful


def _after_names_of(text: str, parents: tuple[str, ...]) -> set[str]:
    """What may be left of ``text`` after names of any of the parents, outermost first, are taken off its front.

    So is the word for their government: 硚口区人民政府韩家墩街道办事处.
    """
    rests = {text}
    for parent in parents:
        if parent in all_divisions():
            rests |= {rest.removeprefix(name) for rest in rests for name in spellings(parent)}
    return rests | {rest.removeprefix("人民政府") for rest in rests if rest != text}
