"""publish: every public view as a file, and a summary of what the files hold."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from pipeline import locks
from pipeline.layout import write_atomically
from pipeline.lost import find_lost
from pipeline.recording import recorded
from pipeline.settings import Settings


def run(settings: Settings, night: date, shard: str = "") -> dict[str, int]:
    """Write the exports and their summary (what they hold, what the night lost); ``shard`` is not used."""
    from pipeline.stages.check import STATES
    from warehouse import query
    from warehouse.exports import export

    with (
        locks.held(settings.archive, "publish", "The exports are being written"),
        recorded(settings, "publish", night, shard) as (engine, counts),
    ):
        paths = export(engine, settings.exports)
        lost = find_lost(settings, night)
        counts.update(files=len(paths), lost=len(lost))
        summary = {
            "night": night.isoformat(),
            "files": sorted(path.name for path in paths),
            "reports_by_status": dict(query.run(engine, STATES).rows),
            "lost": [asdict(each) for each in lost],
        }
        write_atomically(summary_file(settings), json.dumps(summary, ensure_ascii=False, indent=1) + "\n")
    return counts


def summary_file(settings: Settings) -> Path:
    """What the exports hold and what the night lost, as JSON."""
    return settings.exports / "summary.json"
