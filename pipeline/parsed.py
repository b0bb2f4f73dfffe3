"""Parsed documents as JSON lines, on their way from read to load."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

from disclosure.serialise import report_from_json, report_to_json
from pipeline.layout import writing_atomically
from warehouse.rows import ParsedDocument


def write_parsed(path: Path, documents: Iterable[ParsedDocument]) -> None:
    """One document a line, as they come; the whole file or nothing."""
    with writing_atomically(path) as stream:
        stream.writelines(map(_to_line, documents))


def read_parsed(path: Path) -> Iterator[ParsedDocument]:
    """The documents of a file, one at a time."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            data = json.loads(line)
            yield ParsedDocument(**{**data, "reports": [report_from_json(report) for report in data["reports"]]})


def _to_line(document: ParsedDocument) -> str:
    data = {field.name: getattr(document, field.name) for field in fields(document)}
    data["reports"] = [report_to_json(report, file=document.url) for report in document.reports]
    return json.dumps(data, ensure_ascii=False) + "\n"
