"""publish: every public view as a file, and a summary of what the files hold."""

from __future__ import annotations

import json
from datetime import date

from pipeline.layout import write_atomically
from pipeline.recording import recorded
from pipeline.settings import Settings


def run(settings: Settings, night: date, shard: str = "") -> dict[str, int]:
    """Write the exports and ``summary.json`` (rows a file); ``shard`` is not used."""
    from pipeline.stages.check import STATES
    from warehouse import query
    from warehouse.exports import export

    with recorded(settings, "publish", night, shard) as (engine, counts):
        paths = export(engine, settings.exports)
        counts.update(files=len(paths))
        summary = {
            "night": night.isoformat(),
            "files": sorted(path.name for path in paths),
            "reports_by_status": dict(query.run(engine, STATES).rows),
        }
        write_atomically(settings.exports / "summary.json", json.dumps(summary, ensure_ascii=False, indent=1) + "\n")
    return counts
