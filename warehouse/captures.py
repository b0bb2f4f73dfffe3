"""The capture log into the warehouse: what was fetched, and which links of a list were judged how."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, Engine, bindparam, select

from warehouse.engine import insert, writing
from warehouse.rows import CaptureRow, Counts, LinkRow
from warehouse.schema import log_capture, log_link, log_reading
from warehouse.seen import LIST_VERDICTS, documents_reached, refresh_links, refresh_versions
from warehouse.times import to_date, to_utc


def load_captures(engine: Engine, night: date, captures: Iterable[CaptureRow], links: Iterable[LinkRow]) -> Counts:
    """Store one night's captures and links in one transaction; returns how many of each are new.

    The natural key of a capture is its WARC record, or (site_code, url, fetched_at, verdict) where nothing was
    archived; of a link (list_url, url, text). Loading the same again changes nothing. ``night`` is the night of the
    harvest.
    """
    capture_rows = [_capture(night, capture) for capture in captures]
    link_rows = {(link.list_url, link.url, link.text): _link(night, link) for link in links}
    with writing(engine) as connection:
        counts = {
            "captures": _store_captures(connection, capture_rows),
            "links": _store_links(connection, [link_rows[key] for key in sorted(link_rows)]),
        }
        lists = {row["url"] for row in capture_rows if row["verdict"] in LIST_VERDICTS}
        lists |= {row["list_url"] for row in link_rows.values()}
        refresh_links(connection, lists)
        refresh_versions(connection, documents_reached(connection, lists, {row["url"] for row in capture_rows}))
    return counts


def _store_captures(connection: Connection, rows: list[dict[str, Any]]) -> int:
    if not rows:
        return 0
    statement = insert(connection, log_capture).on_conflict_do_nothing().returning(log_capture.c.capture_id)
    return len(connection.execute(statement, rows).all())


def _store_links(connection: Connection, rows: list[dict[str, Any]]) -> int:
    """New links are counted; the judgement of a link is that of the newest night on which it was judged."""
    if not rows:
        return 0
    statement = insert(connection, log_link)
    created = connection.execute(statement.on_conflict_do_nothing().returning(log_link.c.link_id), rows).all()
    new, old = statement.excluded, log_link.c
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["list_url", "url", "text"],
            set_={name: new[name] for name in ("published_date", "accepted", "score", "reasons", "judged_on")},
            where=new.judged_on >= old.judged_on,
        ),
        rows,
    )
    this_link = [log_link.c[name] == bindparam(f"key_{name}") for name in ("list_url", "url", "text")]
    night = bindparam("key_night", type_=Date)
    reading = select(log_link.c.link_id, night, night).where(*this_link)
    connection.execute(
        insert(connection, log_reading)
        .from_select(["link_id", "read_on", "held_until"], reading)
        .on_conflict_do_nothing(),
        [
            {f"key_{name}": row[name] for name in ("list_url", "url", "text")} | {"key_night": row["judged_on"]}
            for row in rows
        ],
    )
    return len(created)


def _capture(night: date, capture: CaptureRow) -> dict[str, Any]:
    return {
        "night": night,
        "site_code": capture.site_code,
        "url": capture.url,
        "fetched_at": to_utc(capture.fetched_at),
        "verdict": capture.verdict,
        "status": capture.status,
        "etag": capture.headers.get("etag"),
        "last_modified": capture.headers.get("last_modified"),
        "content_type": capture.headers.get("content_type"),
        "sha256": capture.sha256,
        "byte_count": capture.byte_count,
        "warc_file": capture.warc_file,
        "warc_offset": capture.warc_offset,
        "list_url": capture.list_url,
        "article_url": capture.article_url,
        "link_text": capture.link_text,
        "published_date": to_date(capture.published_date),
        "score": capture.score,
        "reasons": json.dumps(capture.reasons, ensure_ascii=False),
        "error": capture.error,
        "fingerprint": capture.fingerprint,
        "source": capture.source,
        "stated_agency": capture.stated_agency,
        "stated_year": capture.stated_year,
    }


def _link(night: date, link: LinkRow) -> dict[str, Any]:
    return {
        "site_code": link.site_code,
        "list_url": link.list_url,
        "url": link.url,
        "text": link.text,
        "published_date": to_date(link.published_date),
        "accepted": link.accepted,
        "score": link.score,
        "reasons": json.dumps(link.reasons, ensure_ascii=False),
        "judged_on": night,
    }
