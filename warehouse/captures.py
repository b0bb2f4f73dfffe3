"""The capture log into the warehouse: what was fetched, and which links of a list were judged how."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, case

from warehouse.engine import insert, writing
from warehouse.rows import CaptureRow, Counts, LinkRow
from warehouse.schema import log_capture, log_link
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
    """New links are counted; of known ones the nights move, and the judgement is that of the newest night."""
    if not rows:
        return 0
    statement = insert(connection, log_link)
    created = connection.execute(statement.on_conflict_do_nothing().returning(log_link.c.link_id), rows).all()
    new, old = statement.excluded, log_link.c
    judgement = {
        name: case((new.last_read >= old.last_read, new[name]), else_=old[name])
        for name in ("published_date", "accepted", "score", "reasons", "last_read")
    }
    first_seen = case((new.first_seen < old.first_seen, new.first_seen), else_=old.first_seen)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["list_url", "url", "text"], set_={**judgement, "first_seen": first_seen}
        ),
        rows,
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
        "first_seen": night,
        "last_read": night,
        "last_seen": night,
    }
