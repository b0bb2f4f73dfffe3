"""What the log of runs answers: why a run failed, and which night was published last."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from warehouse import runs

BEGAN = datetime(2026, 1, 20, 14, 0, tzinfo=UTC)


def record(engine: Engine, minute: int, stage: str, shard: str, error: str | None = None, **other: object) -> None:
    fields = {"night": date(2026, 1, 20), "run": "run 1", **other}
    started = BEGAN + timedelta(minutes=minute)
    outcome = "failed" if error else "ok"
    runs.record(engine, stage=stage, shard=shard, started=started, ended=started, outcome=outcome, counts={},
                error=error, **fields)  # type: ignore[arg-type]  # fmt: skip


def test_the_failures_of_a_run_are_those_that_no_later_try_mended(engine: Engine) -> None:
    record(engine, 3, "harvest", "53", "Shard 53: dead.")
    record(engine, 1, "harvest", "50", "Shard 50: dead.")
    record(engine, 2, "harvest", "50")
    record(engine, 4, "ingest", "53", "The disk is full.")
    record(engine, 5, "ingest", "51", "The disk is full.")
    record(engine, 0, "harvest", "53", "Of another run.", run="run 2")
    assert runs.failures(engine, "run 1") == ["Shard 53: dead.", "The disk is full."]
    assert runs.failures(engine, "run 3") == []


def test_the_last_published_night_is_the_latest_whose_exports_were_written(engine: Engine) -> None:
    assert runs.last_published(engine) is None
    record(engine, 9, "publish", "", night=date(2026, 1, 19))
    record(engine, 1, "publish", "", night=date(2026, 1, 18))
    record(engine, 9, "publish", "", "The disk is full.", night=date(2026, 1, 20))
    record(engine, 9, "check", "", night=date(2026, 1, 21))
    assert runs.last_published(engine) == date(2026, 1, 19)
