"""The log of what ran."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Engine

from warehouse.engine import insert, writing
from warehouse.schema import log_run
from warehouse.times import to_utc


def record(
    engine: Engine,
    *,
    night: date,
    stage: str,
    shard: str,
    run: str,
    started: datetime,
    ended: datetime,
    outcome: str,
    counts: Mapping[str, int],
    error: str | None = None,
) -> None:
    """Add a row to the view ``runs``. ``outcome`` is ok or failed; ``error`` its cause in a sentence."""
    row = {
        "night": night,
        "stage": stage,
        "shard": shard,
        "run": run,
        "started": to_utc(started),
        "ended": to_utc(ended),
        "outcome": outcome,
        "counts": json.dumps(counts, sort_keys=True),
        "error": error,
    }
    with writing(engine) as connection:
        connection.execute(insert(connection, log_run), row)
