"""What a night set out to get and did not: pages that could not be had, and documents that give no report."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from sqlalchemy import Date, Engine, Text, bindparam, text


@dataclass(frozen=True, slots=True)
class Loss:
    """``kind``: a verdict of the crawler (gone, unreachable, ...), or unreadable, not_a_report, table_missing."""

    kind: str
    url: str
    sentence: str


def losses(engine: Engine, night: date, site_codes: Collection[str]) -> list[Loss]:
    """The pages and documents of these sites that the night lost, ordered by kind and URL.

    A page is judged by its last fetch of the night. Of a document that gives no report nothing is said when another
    rendition of its article gives one, and of a page without a report nothing when it only carries files.
    """
    statement = text(files(__package__).joinpath("losses.sql").read_text(encoding="utf-8")).bindparams(
        bindparam("night", night, Date), bindparam("sites", sorted(site_codes), Text, expanding=True)
    )
    with engine.connect() as connection:
        return [Loss(row.kind, row.url, row.sentence) for row in connection.execute(statement)]
