"""ingest: the capture logs of a shard's night into the warehouse's ledger; again and again with the same result.

What a crawl that was killed left half written is cut off and told: half a line, half a record.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import layout, locks
from pipeline.errors import StageError
from pipeline.recording import recorded
from pipeline.settings import Settings

if TYPE_CHECKING:
    from crawler.capture import Capture, JudgedLink
    from pipeline.capture_log import CaptureLogContent
    from warehouse.rows import CaptureRow, LinkRow

log = logging.getLogger(__name__)


def run(settings: Settings, night: date, shard: str) -> dict[str, int]:
    """Load what every crawl of the night captured; StageError at a line that can't be read, after all others are in."""
    with locks.harvesting(settings.archive, shard):
        return take_in(settings, night, shard)


def take_in(settings: Settings, night: date, shard: str) -> dict[str, int]:
    """The same for who holds the lock of the shard already."""
    from pipeline.capture_log import read_log
    from warehouse.captures import load_captures

    with recorded(settings, "ingest", night, shard) as (engine, counts):
        logs = layout.capture_logs(settings.archive, night, shard)
        told: Counter[str] = Counter(logs=len(logs), torn_lines=0, torn_records=0)
        damaged = []
        for path in logs:
            content = read_log(path)
            if content.torn:
                told["torn_lines"] += 1
                log.warning("%s ends in the middle of a line: the crawl was killed; the rest is whole.", path)
            told["torn_records"] += _cut_torn_records(settings.archive, path, content)
            damaged += [f"{path}:{number}" for number in content.damaged]
            captures = map(_capture_row, content.captures)
            told.update(load_captures(engine, night, captures, map(_link_row, content.links)))
        counts.update(told)
        if damaged:
            raise StageError(
                f"These lines of the capture log are damaged, all others are loaded: {', '.join(damaged)}."
            )
    return counts


def _cut_torn_records(archive: Path, path: Path, content: CaptureLogContent) -> int:
    """Cut off the half record that a killed crawl may leave at the end of its WARC file; how many were cut.

    Where the machine lost power, records may be missing of which the log tells. Those lines are taken out of
    ``content``, and what they captured is fetched again.
    """
    from crawler.archive import whole_size

    cut = 0
    for name in layout.warc_files(archive, path):
        file = archive / name
        logged = {each.warc_offset for each in content.captures if each.warc_file == name}
        size = whole_size(file, {offset for offset in logged if offset is not None})
        if size < file.stat().st_size:
            log.warning("%s: the record at byte %d was cut short and is removed.", name, size)
            os.truncate(file, size)
            cut += 1
        whole = [
            each
            for each in content.captures
            if each.warc_file != name or each.warc_offset is None or each.warc_offset < size
        ]
        if len(whole) < len(content.captures):
            log.warning("%s tells of %d records that are not there.", path, len(content.captures) - len(whole))
        content.captures = whole
    return cut


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
