"""check: what the warehouse now says as a whole; the counts of the night's log."""

from __future__ import annotations

from datetime import date

from pipeline.recording import recorded
from pipeline.settings import Settings

STATES = "SELECT status, COUNT(*) FROM reports GROUP BY status"
FINDINGS = "SELECT severity, COUNT(*) FROM findings GROUP BY severity"


def run(settings: Settings, night: date, shard: str = "") -> dict[str, int]:
    """Count the current reports by status and the findings by severity; ``shard`` is not used."""
    from warehouse import query

    with recorded(settings, "check", night, shard) as (engine, counts):
        counts.update({f"reports_{status}": count for status, count in query.run(engine, STATES).rows})
        counts.update({f"findings_{severity}": count for severity, count in query.run(engine, FINDINGS).rows})
    return counts
