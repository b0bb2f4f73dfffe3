"""What a night lost: pages that could not be had, documents that give no report, tables that are not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine

from disclosure.report import Finding, Report, Severity, Status
from warehouse.captures import load_captures
from warehouse.loader import load_documents
from warehouse.losses import Loss, losses
from warehouse.rows import CaptureRow, ParsedDocument

LIST = "https://www.town.gov.cn.example/list.html"
PAGE = "https://www.town.gov.cn.example/1.html"
FILE = "https://www.town.gov.cn.example/1.pdf"
NO_REPORT = Report(Status.NOT_A_REPORT, findings=(Finding("not_a_report", Severity.INFO, "0 of 6 headings"),))
LOCKED = Report(Status.UNREADABLE, findings=(Finding("unreadable", Severity.ERROR, "encrypted: needs a password"),))
MakeCapture = Callable[..., CaptureRow]
MakeDocument = Callable[..., ParsedDocument]


def night(day: int) -> date:
    return date(2025, 1, day)


def lost(engine: Engine, day: int) -> list[tuple[str, str, str]]:
    return [(each.kind, each.url, each.sentence) for each in losses(engine, night(day), ["410308"])]


def test_a_page_is_judged_by_its_last_fetch_of_the_night_and_only_its_own_night_and_site(
    engine: Engine, make_capture: MakeCapture
) -> None:
    def failed(url: str, day: int, **fields: object) -> CaptureRow:
        return make_capture(url, day, "unreachable", list_url=LIST, error="no answer", status=None, **fields)

    mended = make_capture(PAGE, 17, body="page", list_url=LIST, fetched_at="2025-01-17T15:00:00Z")
    gone = make_capture(FILE, 17, "gone", list_url=LIST, article_url=PAGE, error="HTTP 410", status=410)
    robots = make_capture(LIST, 17, "unreachable", error="no answer", status=None)  # of no list: the site tells it
    elsewhere = failed("https://www.other.gov.cn.example/1.html", 17, site_code="630222")
    load_captures(engine, night(17), [failed(PAGE, 17), mended, gone, robots, elsewhere], [])
    load_captures(engine, night(18), [failed(PAGE, 18)], [])
    assert losses(engine, night(17), ["410308"]) == [Loss("gone", FILE, "HTTP 410")]
    assert lost(engine, 18) == [("unreachable", PAGE, "no answer")]
    assert losses(engine, night(17), []) == []


@pytest.mark.parametrize(
    ("page", "file", "expected"),
    [
        ("report", "report", []),
        ("no report", "report", []),
        ("report", "no report", []),
        ("report", "locked", [("unreadable", FILE, "encrypted: needs a password")]),
        ("no report", "locked", [("unreadable", FILE, "encrypted: needs a password")]),
        ("no report", "no report", [("not_a_report", FILE, "0 of 6 headings")]),
        ("no report", None, [("not_a_report", PAGE, "0 of 6 headings")]),
        ("nobody's", None, [("not_a_report", PAGE, "Counted as no report: agency unknown.")]),
        ("report", None, []),
    ],
)
def test_an_article_is_lost_when_none_of_its_renditions_gives_a_report(
    engine: Engine,
    make_capture: MakeCapture,
    make_document: MakeDocument,
    make_report: Callable[..., Report],
    page: str,
    file: str | None,
    expected: list[tuple[str, str, str]],
) -> None:
    reports = {
        "report": make_report(),
        "no report": NO_REPORT,
        "locked": LOCKED,
        "nobody's": make_report(agency=None, findings=()),
    }
    captures = [make_capture(PAGE, 17, body="page", list_url=LIST)]
    documents = [make_document("page", url=PAGE, reports=[reports[page]])]
    if file:
        captures.append(make_capture(FILE, 17, "attachment", "file", list_url=LIST, article_url=PAGE))
        documents.append(make_document("file", url=FILE, article_url=PAGE, reports=[reports[file]]))
    load_captures(engine, night(17), captures, [])
    load_documents(engine, night(17), documents)
    assert lost(engine, 17) == expected
    assert lost(engine, 18) == []


def test_a_report_that_lacks_a_table_is_named(
    engine: Engine, make_capture: MakeCapture, make_document: MakeDocument, make_report: Callable[..., Report]
) -> None:
    lack = Finding("table_missing", Severity.WARNING, "no table of disputes was found")
    load_captures(engine, night(17), [make_capture(PAGE, 17, body="page", list_url=LIST)], [])
    load_documents(engine, night(17), [make_document("page", url=PAGE, reports=[make_report(findings=(lack,))])])
    assert lost(engine, 17) == [("table_missing", PAGE, "no table of disputes was found")]
