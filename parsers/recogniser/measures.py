"""The words by which a number said in prose is known (``measures.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from disclosure.data import load_yaml

#: the units of measures that are said without any
_UNSPOKEN = ("requests", "cases")
NO = (
    "[从尚暂均没不未无零](?:(?<=[从尚均])未|(?<=[暂均])无|(?<=没)有|(?<=不)(?:涉及|存在)|(?<=未)曾?|(?<=[无零]))"
    "(?!经|法|偿|论|故|线|党|关)"
)
_OUTCOME = "[^,;。\\n]{0,40}?(?:纠错|纠正|撤销|败诉|胜诉|维持|违法|责令|驳回|超期|逾期|审结|其他结果)"
_WHOLE = "(?<![^年月日度内期共计的了类项作出理成施结办行开展局镇乡县区委位门关我道府对有及和与或是为、,;:()#])"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of ``measures.yaml``; absent patterns are None."""

    name: str
    units: frozenset[str]
    says: re.Pattern[str] | None
    channel: re.Pattern[str] | None
    within: re.Pattern[str] | None
    about: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    none: re.Pattern[str] | None
    enumerated: bool
    past: bool
    disputed: bool  #: a review or a lawsuit, of which agencies have others too


@dataclass(frozen=True, slots=True)
class Patterns:
    """``by_unit`` has the measures that a number with this unit can be of, in order; ``denied`` those with ``none``."""

    all: tuple[Pattern, ...]
    by_unit: dict[str, tuple[Pattern, ...]]
    denied: tuple[Pattern, ...]
    past: re.Pattern[str]
    running: re.Pattern[str]
    never: re.Pattern[str]
    case: re.Pattern[str]
    other_case: re.Pattern[str]
    other_matter: re.Pattern[str]

    def of_disclosure(self, words: str) -> bool:
        """Whether a review or a lawsuit is known to be about disclosure."""
        return self.case.search(words) is not None and self.other_case.search(words) is None


@cache
def patterns() -> Patterns:
    data = load_yaml(files(__package__).joinpath("measures.yaml").read_text(encoding="utf-8"))
    entries = tuple(
        Pattern(
            name=entry["measure"],
            units=frozenset([*data["units"][entry["units"]], *([""] if entry["units"] in _UNSPOKEN else [])]),
            **{
                name: _compiled(entry.get(name), data["part"])
                for name in ("says", "channel", "within", "about", "unless", "none")
            },
            enumerated=entry.get("enumerated", False),
            past=entry.get("past", False),
            disputed=entry["units"] == "cases",
        )
        for entry in data["measures"]
    )
    units = {unit for entry in entries for unit in entry.units}
    by_unit = {unit: tuple(entry for entry in entries if unit in entry.units) for unit in units}
    denied = tuple(entry for entry in entries if entry.none)
    past, running, topics, case, other_case, other_matter = (
        data[part].replace(" ", "") for part in ("past", "running", "never", "case", "other_case", "other_matter")
    )
    words = map(re.compile, (past, running, f"{past}|{topics}", case, other_case, other_matter))
    return Patterns(entries, by_unit, denied, *words)


def _compiled(spelt: str | None, part: str) -> Any:
    if not spelt:
        return None
    for name, words in (("{no}", NO), ("{outcome}", _OUTCOME), ("{whole}", _WHOLE), ("{part}", part)):
        spelt = spelt.replace(name, words)
    return re.compile(spelt.replace(" ", ""))
