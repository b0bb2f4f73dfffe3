"""The log of what ran."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Engine, func, select

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


def failures(engine: Engine, run: str) -> list[str]:
    """The causes of the stages that failed in a run and did not go well later, each once, first to last."""
    columns = log_run.c.stage, log_run.c.shard, log_run.c.error
    causes: dict[tuple[str, str], str] = {}
    with engine.connect() as connection:
        for stage, shard, error in connection.execute(
            select(*columns).where(log_run.c.run == run).order_by(log_run.c.started)
        ):
            causes.pop((stage, shard), None)
            if error is not None:
                causes[stage, shard] = error
    return list(dict.fromkeys(causes.values()))


def last_published(engine: Engine) -> date | None:
    """The last night whose stage ``publish`` went well."""
    asked = select(func.max(log_run.c.night)).where(log_run.c.stage == "publish", log_run.c.outcome == "ok")
    with engine.connect() as connection:
        return connection.execute(asked).scalar()
