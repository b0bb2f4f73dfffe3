"""What ran, with its counts: each stage leaves one row in the warehouse's log of runs."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipeline import disk
from pipeline.errors import GongkaiError, SettingsError, StageError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine


def upgrade_warehouse(settings: Settings) -> None:
    """Make the warehouse, or bring an older one to what this release needs; once before the stages of a night."""
    from warehouse import migrations

    opened = open_warehouse(settings)
    migrations.upgrade(opened)
    opened.dispose()


def open_warehouse(settings: Settings) -> Engine:
    """An engine for the warehouse; SettingsError when the URL names none."""
    from warehouse import engine

    try:
        return engine.connect(settings.warehouse)
    except ValueError as error:
        raise SettingsError(f"GONGKAI_WAREHOUSE: {error}") from error


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Within the block, a warehouse that does not answer or can't answer a question is a GongkaiError."""
    from sqlalchemy.exc import OperationalError

    from warehouse.query import QueryError

    try:
        yield
    except QueryError as error:
        raise GongkaiError(str(error)) from error
    except OperationalError as error:
        raise GongkaiError(f"The warehouse does not answer: {str(error).splitlines()[0]}") from error


@contextlib.contextmanager
def recorded(settings: Settings, stage: str, night: date, shard: str) -> Iterator[tuple[Engine, dict[str, int]]]:
    """Run the block as a ``stage``: gives the warehouse and the counts to fill in; records them, failed or not."""
    from sqlalchemy.exc import InternalError, OperationalError

    from warehouse import runs

    opened = open_warehouse(settings)
    counts: dict[str, int] = {}
    started = datetime.now(UTC)

    def record(error: BaseException | None) -> None:
        runs.record(
            opened,
            night=night,
            stage=stage,
            shard=shard,
            run=os.environ.get("AIRFLOW_CTX_DAG_RUN_ID", "command"),
            started=started,
            ended=datetime.now(UTC),
            outcome="failed" if error else "ok",
            counts=counts,
            error=str(error) or type(error).__name__ if error else None,
        )

    try:
        try:
            yield opened, counts
        except BaseException as error:
            record(error)
            raise
        record(None)
    except (OperationalError, InternalError) as error:  # internal: PostgreSQL ended the session of a silent writer
        if disk.is_full(error):
            raise
        raise StageError(f"The warehouse does not answer: {str(error).splitlines()[0]}") from error
    finally:
        opened.dispose()
