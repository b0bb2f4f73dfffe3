"""What reports say in numbers outside the tables: codes, labels, and the cells that state the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from disclosure.data import load_yaml


@dataclass(frozen=True, slots=True)
class Measure:
    """``table`` lists sums of cells, each of which may be what the number means; addresses may hold a *."""

    code: str
    label_zh: str
    label_en: str
    table: tuple[tuple[str, ...], ...]


@cache
def load_measures() -> dict[str, Measure]:
    """All measures by code."""
    data = load_yaml(files(__package__).joinpath("measures.yaml").read_text(encoding="utf-8"))
    return {
        entry["measure"]: Measure(
            entry["measure"],
            entry["label_zh"],
            entry["label_en"],
            tuple(tuple(addresses) for addresses in entry.get("table", ())),
        )
        for entry in data["measures"]
    }
