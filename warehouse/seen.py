"""First and last seen, worked out from the log alone, so that the order of loads leaves no trace.

A list that is unchanged (304, or the fingerprint of its last reading) still holds the links of that reading. A document
is on the web from its capture until another body is captured at its URL, and was seen there on every night on which a
list held a link to it (or to the article that it hangs on) or its server said "not modified".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

from sqlalchemy import Connection, Date, bindparam, column, or_, select, text, update

from warehouse.batches import batched
from warehouse.schema import dim_document, fact_version, log_capture, log_link, log_reading

LIST_VERDICTS = ("list", "list_not_modified")
DOCUMENT_VERDICTS = ("article", "attachment")
HANDED_OVER = "handed_over"
BODY_VERDICTS = (*DOCUMENT_VERDICTS, HANDED_OVER)
_BATCH = 400


@dataclass(slots=True)
class _ListNights:
    """Nights on which a list was read in full, and nights on which it was only found unchanged; both ascending."""

    read: list[date] = field(default_factory=list)
    unchanged: list[date] = field(default_factory=list)

    def held_until(self, read_on: date) -> date:
        """Last night on which the list still held what was read in it on a night."""
        after = bisect_right(self.read, read_on)
        end = bisect_left(self.unchanged, self.read[after]) if after < len(self.read) else len(self.unchanged)
        return max(read_on, self.unchanged[end - 1]) if end else read_on


def refresh_links(connection: Connection, list_urls: Iterable[str]) -> None:
    """Set ``held_until`` of every reading of these lists."""
    for urls in batched(sorted(set(list_urls)), _BATCH):
        nights = _list_nights(connection, urls)
        readings = connection.execute(
            select(log_reading, log_link.c.list_url)
            .join_from(log_reading, log_link)
            .where(log_link.c.list_url.in_(urls))
        )
        moved = [
            {"link": reading.link_id, "night": reading.read_on, "held": held}
            for reading in readings
            if (held := nights[reading.list_url].held_until(reading.read_on)) != reading.held_until
        ]
        if moved:
            connection.execute(
                update(log_reading)
                .where(log_reading.c.link_id == bindparam("link"), log_reading.c.read_on == bindparam("night"))
                .values(held_until=bindparam("held")),
                moved,
            )


def _list_nights(connection: Connection, urls: list[str]) -> defaultdict[str, _ListNights]:
    captures = connection.execute(
        select(log_capture.c.url, log_capture.c.night, log_capture.c.verdict, log_capture.c.fingerprint)
        .where(log_capture.c.url.in_(urls), log_capture.c.verdict.in_(LIST_VERDICTS))
        .order_by(log_capture.c.night, log_capture.c.fetched_at, log_capture.c.fingerprint)
    )
    nights: defaultdict[str, _ListNights] = defaultdict(_ListNights)
    fingerprints: dict[str, str | None] = {}
    for capture in captures:
        unchanged = capture.verdict == "list_not_modified" or (
            capture.fingerprint is not None and capture.fingerprint == fingerprints.get(capture.url)
        )
        if capture.verdict == "list":
            fingerprints[capture.url] = capture.fingerprint
        seen = nights[capture.url]
        (seen.unchanged if unchanged else seen.read).append(capture.night)
    return nights


def documents_reached(connection: Connection, list_urls: Iterable[str], urls: Iterable[str]) -> set[str]:
    """sha256 of every document captured at one of these URLs or at a link of these lists, and of its attachments."""
    reached = set(urls)
    for batch in batched(sorted(set(list_urls)), _BATCH):
        reached.update(connection.scalars(select(log_link.c.url).where(log_link.c.list_url.in_(batch))))
    documents: set[str] = set()
    for batch in batched(sorted(reached), _BATCH):
        documents.update(
            connection.scalars(
                select(log_capture.c.sha256).where(
                    or_(log_capture.c.url.in_(batch), log_capture.c.article_url.in_(batch)),
                    log_capture.c.verdict.in_(BODY_VERDICTS),
                    log_capture.c.sha256.is_not(None),
                )
            )
        )
    return documents


def refresh_versions(connection: Connection, documents: Iterable[str]) -> None:
    """Set ``first_seen`` and ``last_seen`` of every version whose document (by sha256) is among these."""
    sightings = (
        text(files(__package__).joinpath("sightings.sql").read_text(encoding="utf-8"))
        .bindparams(bindparam("documents", expanding=True))
        .columns(column("sha256"), column("first_seen", Date), column("last_seen", Date))
    )
    versions = select(
        fact_version.c.version_id,
        fact_version.c.loaded_on,
        fact_version.c.first_seen,
        fact_version.c.last_seen,
        dim_document.c.sha256,
    ).join_from(fact_version, dim_document)
    for batch in batched(sorted(set(documents)), _BATCH):
        seen = {row.sha256: row for row in connection.execute(sightings, {"documents": batch})}
        moved = []
        for version in connection.execute(versions.where(dim_document.c.sha256.in_(batch))):
            sighting = seen.get(version.sha256)
            first, last = (
                (sighting.first_seen, sighting.last_seen) if sighting else (version.loaded_on, version.loaded_on)
            )
            if (first, last) != (version.first_seen, version.last_seen):
                moved.append({"version": version.version_id, "first": first, "last": last})
        if moved:
            connection.execute(
                update(fact_version)
                .where(fact_version.c.version_id == bindparam("version"))
                .values(first_seen=bindparam("first"), last_seen=bindparam("last")),
                moved,
            )
