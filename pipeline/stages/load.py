"""load: parsed documents into the warehouse; twice is once."""

from __future__ import annotations

from datetime import date

from pipeline import layout
from pipeline.errors import StageError
from pipeline.recording import recorded
from pipeline.settings import Settings


def run(settings: Settings, night: date, shard: str) -> dict[str, int]:
    """Load what read has parsed; StageError when documents were refused, after all others are in."""
    from pipeline.parsed import read_parsed
    from warehouse.loader import LoadError, load_documents

    path = layout.parsed_file(settings.archive, night, shard)
    if not path.is_file():
        raise StageError(f"There is no file {path}: run `gongkai read` for that night first.")
    with recorded(settings, "load", night, shard) as (engine, counts):
        try:
            counts.update(load_documents(engine, night, read_parsed(path)))
        except LoadError as error:
            counts.update(error.counts)
            raise StageError(str(error)) from error
    return counts
