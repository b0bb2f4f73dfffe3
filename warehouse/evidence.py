"""From a cell of a report back to the archived bytes: the facts behind one number, of any version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from sqlalchemy import Engine, text

from warehouse.values import MILLIONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEvidence:
    """One cell of one version of a report, and where it comes from.

    ``row``: the cells of the same row of the form as they were read, by address. ``place``: as ``gongkai parse --json``
    spells it. What concerns the capture is None where none is loaded.
    """

    report_id: int
    agency_name: str
    division_code: str | None
    reporting_year: int
    version: int
    is_current: bool
    address: str
    label_zh: str
    label_en: str
    value: int | float | None
    state: str
    unit: str | None
    raw: str
    method: str
    confidence: float | None
    parser_version: str
    url: str
    member: str | None
    media_type: str
    sha256: str
    fetched_at: str | None
    warc_file: str | None
    warc_offset: int | None
    source: str | None
    place: list[dict[str, Any]]
    row: dict[str, str]


def cell_evidence(
    engine: Engine,
    address: str,
    *,
    agency: str = "",
    year: int | None = None,
    division: str = "",
    report_id: int | None = None,
    version: int | None = None,
) -> list[CellEvidence]:
    """The cell in every report that fits, ordered by agency and year; of each report the current version, or another.

    ``agency``: a part of its name; ``division``: the beginning of its code.
    """
    asked = {
        "address": address,
        "agency": f"%{agency}%",
        "year": year,
        "division": f"{division}%",
        "report_id": report_id,
        "version": version,
    }
    with engine.connect() as connection:
        found = connection.execute(text(_sql("evidence")), asked).mappings().all()
        return [_evidence(dict(each), _row(connection, each["parse_id"], address)) for each in found]


def _row(connection: Any, parse_id: int, address: str) -> dict[str, str]:
    cells = connection.execute(text(_sql("evidence_row")), {"parse_id": parse_id, "address": address})
    return {cell.address: cell.raw for cell in cells}


def _evidence(found: dict[str, Any], row: dict[str, str]) -> CellEvidence:
    del found["parse_id"]
    millionths = found.pop("value_millionths")
    whole = millionths is not None and millionths % MILLIONTHS == 0
    fetched_at = found.pop("fetched_at")
    return CellEvidence(
        **{
            **found,
            "value": None if millionths is None else millionths // MILLIONTHS if whole else millionths / MILLIONTHS,
            "is_current": bool(found["is_current"]),
            "fetched_at": None if fetched_at is None else str(fetched_at).replace(" ", "T") + "Z",
            "place": json.loads(found["place"]),
            "member": found["member"] or None,
        },
        row=row,
    )


def _sql(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
