"""check: the rules across reports, and the counts of what the warehouse now says as a whole."""

from __future__ import annotations

from datetime import date

from pipeline.recording import recorded
from pipeline.settings import Settings

STATES = "SELECT status, COUNT(*) FROM reports GROUP BY status"
FINDINGS = "SELECT severity, COUNT(*) FROM findings GROUP BY severity"


def run(settings: Settings, night: date, shard: str = "") -> dict[str, int]:
    """Ask the rules across reports, then count reports by status and findings by severity; ``shard`` is not used."""
    from warehouse import checks, query

    with recorded(settings, "check", night, shard) as (engine, counts):
        counts.update({f"rule_{rule}": count for rule, count in checks.check(engine).items() if count})
        counts.update({f"reports_{status}": count for status, count in query.run(engine, STATES).rows})
        counts.update({f"findings_{severity}": count for severity, count in query.run(engine, FINDINGS).rows})
    return counts
