"""Report <-> JSON, in the shape of ``gongkai parse --json``.

Keys beyond the contract: ``title``. Numbers are JSON numbers; decimals survive the round trip because a form's amounts
have at most 15 significant digits.
"""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from disclosure.report import (
    Agency,
    Candidate,
    Finding,
    Mention,
    Reading,
    Report,
    Section,
    Severity,
    State,
    Status,
    Suggestion,
    place_from_json,
    place_to_json,
)


def report_to_json(report: Report, *, file: str = "") -> dict[str, Any]:
    """One JSON object for one report; ``file`` is the path as the user gave it."""
    return {
        "file": file,
        "member": report.member,
        "part": report.part,
        "sha256": report.sha256,
        "media_type": report.media_type,
        "title": report.title,
        "agency": asdict(report.agency) if report.agency else None,
        "year": report.year,
        "scope": report.scope,
        "editions": dict(report.editions),
        "cells": {address: _reading_to_json(reading) for address, reading in report.cells.items()},
        "sections": [asdict(section) for section in report.sections],
        "mentions": [{**asdict(mention), "value": _number(mention.value)} for mention in report.mentions],
        "findings": [asdict(finding) for finding in report.findings],
        "status": report.status.value,
    }


def report_from_json(data: dict[str, Any]) -> Report:
    """Inverse of report_to_json."""
    agency = data["agency"]
    return Report(
        status=Status(data["status"]),
        title=data["title"],
        agency=Agency(**{**agency, "candidates": tuple(Candidate(**each) for each in agency["candidates"])})
        if agency
        else None,
        year=data["year"],
        scope=data["scope"],
        editions=data["editions"],
        cells={address: _reading_from_json(reading) for address, reading in data["cells"].items()},
        sections=tuple(Section(**section) for section in data["sections"]),
        mentions=tuple(Mention(**{**mention, "value": _decimal(mention["value"])}) for mention in data["mentions"]),
        findings=tuple(
            Finding(**{**finding, "severity": Severity(finding["severity"]), "addresses": tuple(finding["addresses"])})
            for finding in data["findings"]
        ),
        media_type=data["media_type"],
        sha256=data["sha256"],
        member=data["member"],
        part=data["part"],
    )


def _reading_to_json(reading: Reading) -> dict[str, Any]:
    suggestion = reading.suggestion
    return {
        "raw": reading.raw,
        "state": reading.state.value,
        "value": None if reading.value is None else _number(reading.value),
        "unit": reading.unit,
        "suggestion": {"value": _number(suggestion.value), "reason": suggestion.reason} if suggestion else None,
        "method": reading.method,
        "confidence": reading.confidence,
        "place": [place_to_json(place) for place in reading.place],
    }


def _reading_from_json(data: dict[str, Any]) -> Reading:
    suggestion = data["suggestion"]
    return Reading(
        raw=data["raw"],
        state=State(data["state"]),
        value=None if data["value"] is None else _decimal(data["value"]),
        unit=data["unit"],
        suggestion=Suggestion(_decimal(suggestion["value"]), suggestion["reason"]) if suggestion else None,
        method=data["method"],
        confidence=data["confidence"],
        place=tuple(place_from_json(place) for place in data["place"]),
    )


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value))
