"""What is known and what is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from disclosure.report import Report, Status
from warehouse import runs
from warehouse.captures import load_captures
from warehouse.ledger import (
    DueDocument,
    KnownUrl,
    ListState,
    Rendition,
    accepted_links,
    documents_due,
    known_urls,
    list_states,
    renditions,
)
from warehouse.loader import load_documents
from warehouse.query import run
from warehouse.rows import CaptureRow, LinkRow, ParsedDocument

LIST = "https://www.town.gov.cn.example/list.html"
ARTICLE = "https://www.town.gov.cn.example/1.html"


def test_known_are_the_latest_good_captures_and_the_fingerprints_of_lists(
    engine: Engine, make_capture: Callable[..., CaptureRow], make_link: Callable[..., LinkRow]
) -> None:
    for day in (19, 17):
        captures = [
            make_capture(LIST, day, "list", f"list {day}", fingerprint=f"f{day}", headers={"etag": f'"{day}"'}),
            make_capture(ARTICLE, day, body=f"page {day}", headers={"last_modified": f"day {day}"}),
            make_capture("https://www.town.gov.cn.example/gone.html", day, "gone"),
            make_capture("https://elsewhere.example/", day, body="x", site_code="410307"),
        ]
        links = [make_link(LIST, ARTICLE, text=f"{day} {number}") for number in range(day - 15)]
        load_captures(engine, date(2025, 1, day), captures, links)
    load_captures(engine, date(2025, 1, 20), [make_capture(LIST, 20, "list_not_modified")], [])
    known = known_urls(engine, "410308")
    assert known == {
        LIST: KnownUrl('"19"', None, make_capture(LIST, 19, "list", "list 19").sha256, "list"),
        ARTICLE: KnownUrl(None, "day 19", make_capture(ARTICLE, 19, body="page 19").sha256, "article"),
    }
    assert list_states(engine, "410308") == {LIST: ListState("f19", 4)}
    # Of both readings the later, though it was loaded first.
    (rows,) = accepted_links(engine, "410308")[LIST].values()
    assert [row.rpartition(" ")[0] for row in rows] == [f"19 {number}" for number in range(4)]
    assert accepted_links(engine, "410307") == {}


def test_due_are_archived_documents_until_this_parser_version_has_read_them(
    engine: Engine, make_capture: Callable[..., CaptureRow], make_document: Callable[..., ParsedDocument]
) -> None:
    pdf = "https://www.town.gov.cn.example/1.pdf"
    for day in (18, 17):
        hints = {"link_text": f"报告 {day}", "published_date": "2025-01-16", "headers": {"content_type": "text/html"}}
        load_captures(engine, date(2025, 1, day), [make_capture(ARTICLE, day, body="page", **hints)], [])
    later = [
        make_capture(pdf, 19, "attachment", "file", article_url=ARTICLE),
        make_capture(LIST, 19, "list", "list"),
        make_capture(ARTICLE + "?lost", 19, "partial", "half"),
        make_capture("https://elsewhere.example/", 19, body="x", site_code="410307"),
    ]
    load_captures(engine, date(2025, 1, 19), later, [])
    first = make_capture(ARTICLE, 17, body="page")
    assert documents_due(engine, "1.9", date(2025, 1, 18), ["410308"]) == [
        DueDocument(
            sha256=first.sha256 or "",
            url=ARTICLE,
            article_url=None,
            link_text="报告 17",
            published_date="2025-01-16",
            site_code="410308",
            warc_file=first.warc_file or "",
            warc_offset=117,
            content_type="text/html",
        )
    ]
    unreadable = [Report(status=Status.UNREADABLE)]
    load_documents(engine, date(2025, 1, 19), [make_document("page", url=ARTICLE, reports=unreadable)])
    due = documents_due(engine, "1.9", date(2025, 1, 19), ["410308", "410307"])
    assert [(each.url, each.article_url) for each in due] == [("https://elsewhere.example/", None), (pdf, ARTICLE)]
    assert len(documents_due(engine, "1.10", date(2025, 1, 19), ["410308", "410307"])) == 3


def test_runs_are_recorded_with_counts_and_cause(engine: Engine) -> None:
    started, ended = (datetime(2025, 1, 17, 14, minute, tzinfo=UTC) for minute in (1, 3))
    runs.record(
        engine,
        night=date(2025, 1, 17),
        stage="load",
        shard="41",
        run="manual",
        started=started,
        ended=ended,
        outcome="failed",
        counts={"reports": 7, "cells": 1400},
        error="www.town.gov.cn.example did not answer.",
    )
    assert run(engine, "SELECT night, stage, shard, run, started, ended FROM runs").rows == [
        ("2025-01-17", "load", "41", "manual", "2025-01-17 14:01:00.000000", "2025-01-17 14:03:00.000000")
    ]
    assert run(engine, "SELECT outcome, counts, error FROM runs").rows == [
        ("failed", '{"cells": 1400, "reports": 7}', "www.town.gov.cn.example did not answer.")
    ]


def test_renditions_are_what_this_parser_version_read_of_an_article(
    engine: Engine, make_document: Callable[..., ParsedDocument], make_report: Callable[..., Report]
) -> None:
    file = "https://www.town.gov.cn.example/1.pdf"
    documents = [
        make_document("page", url=ARTICLE, primary=False),
        make_document("file", url=file, article_url=ARTICLE, media_type="application/pdf"),
        make_document("nobody's", url=f"{file}?2", article_url=ARTICLE, reports=[make_report(agency=None)]),
        make_document("elsewhere", url="https://www.town.gov.cn.example/2.html"),
        make_document("page", url=ARTICLE, parser_version="1.8"),
    ]
    load_documents(engine, date(2025, 1, 17), documents)
    assert renditions(engine, "1.9", [ARTICLE]) == [
        Rendition(ARTICLE, ARTICLE, "text/html", "常袋镇", 2023, 15),
        Rendition(ARTICLE, file, "application/pdf", "常袋镇", 2023, 15),
    ]
    assert renditions(engine, "1.9", []) == []
