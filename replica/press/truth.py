"""The truth of a demonstration report: the printed strings of its cells, and the prose around them.

Numbers are invented, all different from each other and from 0, so that a value read into the wrong cell shows;
they keep the rules of the form (see ``draw``). The same seed gives the same truth on every machine.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from disclosure.data import load_yaml
from replica.press import draw
from replica.press.layout import TABLES, addresses

NOT_APPLICABLE = frozenset({"/", "-", "—", "--", "无", "不适用", "N/A"})
FMT2021 = dict.fromkeys(TABLES, "fmt2021")
FMT2019 = dict.fromkeys(TABLES, "fmt2019")
STAT2014 = {"statistics": "stat2014"}
HYBRID = {"active_disclosure": "fmt2021", "applications": "fmt2019", "disputes": "fmt2021"}
"""Section two on the new form, the 23-row table three of the old one: seen in FY2021."""


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of prose; ``number`` is the Chinese numeral of its heading."""

    number: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """One report as its press prints it. ``cells`` maps every address of the editions to its printed string."""

    title: str
    agency: str
    agency_kind: str
    division_code: str
    year: int
    editions: dict[str, str]
    cells: dict[str, str]
    sections: tuple[Section, ...]
    opening: tuple[str, ...]
    notice: str
    consistent: bool = True

    def section(self, number: str) -> Section:
        return next(section for section in self.sections if section.number == number)


def make_truth(
    seed: int,
    *,
    agency: str = "梁平区屏锦镇人民政府",
    agency_kind: str = "township",
    division_code: str = "500155104",
    year: int = 2023,
    title: str = "{agency}{year}年政府信息公开工作年度报告",
    editions: Mapping[str, str] = FMT2021,
    previous: Truth | None = None,
) -> Truth:
    """Draw a report; with ``previous``, the same agency's last year, its numbers go on from there (see ``draw``)."""
    rng = random.Random(f"{seed} {division_code} {agency} {year}")  # noqa: S311 - a demonstration, not a secret
    earlier = number_cells(previous) if previous else {}
    values = draw.distinct_values(rng, editions, earlier)
    cells = {address: values[address] for address in addresses(editions)}
    opening, sections, notice = _write_prose(rng, year, cells)
    return Truth(
        title=title.format(agency=agency, year=year),
        agency=agency,
        agency_kind=agency_kind,
        division_code=division_code,
        year=year,
        editions=dict(editions),
        cells=cells,
        sections=sections,
        opening=opening,
        notice=notice,
    )


@cache
def _read_prose() -> dict[str, Any]:
    text = resources.files("replica.press").joinpath("prose.yaml").read_text(encoding="utf-8")
    prose: dict[str, Any] = load_yaml(text)
    return prose


def _write_prose(
    rng: random.Random, year: int, cells: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[Section, ...], str]:
    prose = _read_prose()
    chapters = "sections"
    facts: dict[str, object] = {"year": year, "posted": rng.randint(200, 900)}
    if "statistics.s14_req_received" in cells:
        chapters = "statistics_sections"
        facts["received"] = cells["statistics.s14_req_received"]
    else:
        facts["received"] = cells["applications.new_received.total"]
        facts["carried_out"] = cells["applications.carried_out.total"]
    sections = tuple(
        Section(
            section["number"],
            section["title"],
            tuple(sentence.format(**facts) for sentence in rng.choice(section["variants"])),
        )
        for section in prose[chapters]
    )
    return (prose["opening"].format(**facts),), sections, prose["notice"]


def reprinted(truth: Truth, cells: Mapping[str, str]) -> Truth:
    """The same report with other printed strings (``''``, ``'/'``, ``'无'``, a number) in some cells."""
    unknown = cells.keys() - truth.cells.keys()
    if unknown:
        raise KeyError(f"the form of this report has no cell {', '.join(sorted(unknown))}")
    return replace(truth, cells={**truth.cells, **cells})


def with_blanks(truth: Truth, blank: Iterable[str]) -> Truth:
    """The same report with nothing printed in some cells."""
    return reprinted(truth, dict.fromkeys(blank, ""))


def inconsistent(truth: Truth, address: str, *, off_by: int = 7) -> Truth:
    """The same report with one number wrong by ``off_by``, so that its equations fail; meant for a total."""
    value = Decimal(truth.cells[address]) + off_by
    return replace(reprinted(truth, {address: str(value)}), consistent=False)


def number_cells(truth: Truth) -> dict[str, Decimal]:
    """The cells of a truth that hold a number."""
    return {
        address: Decimal(cell["value"])
        for address, cell in read_cells(truth.cells).items()
        if cell["value"] is not None
    }


def read_cells(cells: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What a careful reader makes of printed strings: ``{address: {"state", "value"}}``, value a Decimal or None."""
    return {address: _read_cell(text) for address, text in cells.items()}


def _read_cell(text: str) -> dict[str, Any]:
    if not text.strip():
        return {"state": "blank", "value": None}
    if text in NOT_APPLICABLE:
        return {"state": "na", "value": None}
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        return {"state": "number", "value": Decimal(text)}
    return {"state": "text", "value": None}


def expected_json(truth: Truth, *, lost: Iterable[str] = ()) -> dict[str, dict[str, Any]]:
    """What parsing the printed report must give: ``{address: {"state", "value"}}``, values as JSON numbers or None.

    ``lost`` names the cells whose slot a layout empties (see ``tab_text.lost_cells``): those are blank.
    """
    printed = {**truth.cells, **dict.fromkeys(lost, "")}
    return {
        address: {"state": cell["state"], "value": _json_number(cell["value"])}
        for address, cell in read_cells(printed).items()
    }


def _json_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
