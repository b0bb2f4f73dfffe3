"""ingest: the capture logs of a shard's night into the warehouse's ledger; again and again with the same result."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import layout
from pipeline.errors import StageError
from pipeline.recording import recorded
from pipeline.settings import Settings

if TYPE_CHECKING:
    from crawler.capture import Capture, JudgedLink
    from warehouse.rows import CaptureRow, LinkRow

log = logging.getLogger(__name__)


def run(settings: Settings, night: date, shard: str) -> dict[str, int]:
    """Load what every crawl of the night captured; StageError at a line that can't be read, after all others are in."""
    from pipeline.capture_log import read_log
    from warehouse.captures import load_captures

    with recorded(settings, "ingest", night, shard) as (engine, counts):
        logs = layout.capture_logs(settings.archive, night, shard)
        told: Counter[str] = Counter(logs=len(logs), torn_lines=0)
        damaged = []
        for path in logs:
            content = read_log(path)
            if content.torn:
                told["torn_lines"] += 1
                log.warning("%s ends in the middle of a line: the crawl was killed; the rest is whole.", path)
                _cut_torn_records(settings.archive, {each.warc_file for each in content.captures if each.warc_file})
            damaged += [f"{path}:{number}" for number in content.damaged]
            captures = map(_capture_row, content.captures)
            told.update(load_captures(engine, night, captures, map(_link_row, content.links)))
        counts.update(told)
        if damaged:
            raise StageError(
                f"These lines of the capture log are damaged, all others are loaded: {', '.join(damaged)}."
            )
    return counts


def _cut_torn_records(archive: Path, names: set[str]) -> None:
    """Cut off the half record that a killed crawl may leave at the end of its WARC file, so that readers can go on."""
    from crawler.archive import verify

    for name in sorted(names):
        torn_at = verify(archive / name).torn_at
        if torn_at is not None:
            log.warning("%s: the record at byte %d was cut short and is removed.", name, torn_at)
            with (archive / name).open("r+b") as file:
                file.truncate(torn_at)


def _capture_row(capture: Capture) -> CaptureRow:
    from warehouse.rows import CaptureRow

    fields = capture.model_dump(exclude={"type", "headers", "fetched_at", "published_date"})
    return CaptureRow(
        **fields,
        headers=capture.headers.model_dump(),
        fetched_at=capture.fetched_at.isoformat(),
        published_date=capture.published_date.isoformat() if capture.published_date else None,
    )


def _link_row(link: JudgedLink) -> LinkRow:
    from warehouse.rows import LinkRow

    fields = link.model_dump(exclude={"type", "published_date"})
    return LinkRow(**fields, published_date=link.published_date.isoformat() if link.published_date else None)
