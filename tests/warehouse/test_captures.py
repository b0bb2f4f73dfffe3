"""The capture log: loaded once however often, and the nights on which things were seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from warehouse.captures import load_captures
from warehouse.loader import load_documents
from warehouse.query import run
from warehouse.rows import CaptureRow, LinkRow, ParsedDocument
from warehouse.sameness import differing_views

LIST = "https://www.town.gov.cn.example/list.html"
ARTICLE = "https://www.town.gov.cn.example/1.html"
MakeCapture = Callable[..., CaptureRow]
MakeLink = Callable[..., LinkRow]
MakeDocument = Callable[..., ParsedDocument]


def night(day: int) -> date:
    return date(2025, 1, day)


def rows(engine: Engine, sql: str) -> list[tuple[object, ...]]:
    return run(engine, sql).rows


def test_captures_and_links_are_stored_once(engine: Engine, make_capture: MakeCapture, make_link: MakeLink) -> None:
    captures = [
        make_capture(
            LIST, 17, "list", "list body", fingerprint="f1", headers={"etag": '"e1"', "content_type": "text/html"}
        ),
        make_capture(
            ARTICLE,
            17,
            body="v1",
            list_url=LIST,
            link_text="报告",
            score=7.5,
            reasons=("year",),
            published_date="2025-01-16",
        ),
        make_capture("https://dead.example/", 17, "unreachable", error="no answer within 60 s"),
    ]
    links = [make_link(LIST, ARTICLE), make_link(LIST, LIST + "#top", text="首页", accepted=False)]
    assert load_captures(engine, night(17), captures, links) == {"captures": 3, "links": 2}
    assert load_captures(engine, night(17), captures, links) == {"captures": 0, "links": 0}
    assert rows(
        engine, "SELECT verdict, etag, byte_count, score, reasons, published_date, error FROM captures ORDER BY 1"
    ) == [
        ("article", None, 1002, 7.5, '["year"]', "2025-01-16", None),
        ("list", '"e1"', 1009, None, "[]", None, None),
        ("unreachable", None, None, None, "[]", None, "no answer within 60 s"),
    ]
    assert rows(engine, "SELECT url, accepted, score, first_seen, last_seen FROM link_decisions ORDER BY accepted") == [
        (LIST + "#top", 0, 7.5, "2025-01-17", "2025-01-17"),
        (ARTICLE, 1, 7.5, "2025-01-17", "2025-01-17"),
    ]


def test_a_bad_time_is_told_and_nothing_is_stored(engine: Engine, make_capture: MakeCapture) -> None:
    bad = replace(make_capture(ARTICLE, 17, body="v1"), fetched_at="yesterday")
    with pytest.raises(ValueError, match="yesterday"):
        load_captures(engine, night(17), [make_capture(LIST, 17, "list", "l"), bad], [])
    assert rows(engine, "SELECT * FROM captures") == []


def test_times_are_utc(engine: Engine, make_capture: MakeCapture) -> None:
    capture = replace(make_capture(ARTICLE, 17, body="v1"), fetched_at="2025-01-17T22:03:07+08:00")
    load_captures(engine, night(17), [capture], [])
    assert rows(engine, "SELECT fetched_at FROM captures") == [("2025-01-17 14:03:07.000000",)]


@pytest.mark.parametrize("fingerprint", [None, "f1"])
def test_an_unchanged_list_moves_last_seen_and_nothing_else(
    engine: Engine, make_capture: MakeCapture, make_link: MakeLink, make_document: MakeDocument, fingerprint: str | None
) -> None:
    attachment = "https://www.town.gov.cn.example/1.pdf"
    load_captures(
        engine,
        night(17),
        [
            make_capture(LIST, 17, "list", "list 1", fingerprint="f1"),
            make_capture(ARTICLE, 17, body="page", list_url=LIST),
            make_capture(attachment, 17, "attachment", "file", article_url=ARTICLE),
        ],
        [make_link(LIST, ARTICLE)],
    )
    load_documents(engine, night(17), [make_document("file", url=attachment, article_url=ARTICLE)])
    before = {view: rows(engine, f"SELECT * FROM {view}") for view in ("disputes", "findings", "evidence", "sections")}
    if fingerprint:
        event = make_capture(LIST, 19, "list", "list 2", fingerprint=fingerprint)
    else:
        event = make_capture(LIST, 19, "list_not_modified")
    assert load_captures(engine, night(19), [event], []) == {"captures": 1, "links": 0}
    assert rows(engine, "SELECT version, first_seen, last_seen FROM reports") == [(1, "2025-01-17", "2025-01-19")]
    assert rows(engine, "SELECT first_seen, last_seen FROM link_decisions") == [("2025-01-17", "2025-01-19")]
    assert before == {view: rows(engine, f"SELECT * FROM {view}") for view in before}


def test_a_changed_list_without_the_link_does_not(
    engine: Engine, make_capture: MakeCapture, make_link: MakeLink, make_document: MakeDocument
) -> None:
    first = [make_capture(LIST, 17, "list", "list 1", fingerprint="f1"), make_capture(ARTICLE, 17, body="page")]
    load_captures(engine, night(17), first, [make_link(LIST, ARTICLE)])
    load_documents(engine, night(17), [make_document("page", url=ARTICLE)])
    load_captures(engine, night(18), [make_capture(LIST, 18, "list", "list 2", fingerprint="f2")], [])
    load_captures(engine, night(19), [make_capture(LIST, 19, "list_not_modified")], [])
    assert rows(engine, "SELECT first_seen, last_seen FROM reports") == [("2025-01-17", "2025-01-17")]


def test_a_document_that_its_server_calls_unmodified_was_seen(
    engine: Engine, make_capture: MakeCapture, make_document: MakeDocument
) -> None:
    load_captures(engine, night(17), [make_capture(ARTICLE, 17, body="page")], [])
    load_documents(engine, night(17), [make_document("page", url=ARTICLE)])
    load_captures(engine, night(20), [make_capture(ARTICLE, 20, "not_modified")], [])
    assert rows(engine, "SELECT first_seen, last_seen FROM reports") == [("2025-01-17", "2025-01-20")]


def test_a_site_that_goes_back_to_an_older_body_makes_its_version_current_again(
    new_warehouse: Callable[[], Engine], make_capture: MakeCapture, make_document: MakeDocument
) -> None:
    bodies = {17: "first", 18: "second", 19: "first"}
    documents = {"first": make_document("first", url=ARTICLE, first=31), "second": make_document("second", url=ARTICLE)}

    def current(days: list[int]) -> list[tuple[object, ...]]:
        engine = new_warehouse()
        for day in days:
            load_captures(engine, night(day), [make_capture(ARTICLE, day, body=bodies[day])], [])
            load_documents(engine, night(day), [documents[bodies[day]]])
        assert rows(engine, "SELECT COUNT(*) FROM fact_version") == [(len({bodies[day] for day in days}),)]
        value = "(SELECT value FROM disputes WHERE cell_code = 'review_upheld')"
        return rows(engine, f"SELECT version, sha256, first_seen, last_seen, {value} FROM reports")

    second = (2, documents["second"].sha256, "2025-01-18", "2025-01-18", 11)
    first = (1, documents["first"].sha256, "2025-01-17", "2025-01-19", 31)
    assert current([17, 18]) == [second]
    assert current([17, 18, 19]) == current([19, 17, 18]) == [first]


def test_of_two_versions_seen_last_on_the_same_night_the_newer_is_current(
    engine: Engine, make_capture: MakeCapture, make_link: MakeLink, make_document: MakeDocument
) -> None:
    corrected = "https://www.town.gov.cn.example/corrected.html"
    load_captures(engine, night(17), [make_capture(ARTICLE, 17, body="old")], [make_link(LIST, ARTICLE)])
    new_links = [make_link(LIST, ARTICLE), make_link(LIST, corrected)]
    both = [make_capture(LIST, 18, "list", "l", fingerprint="f2"), make_capture(corrected, 18, body="new")]
    load_captures(engine, night(18), both, new_links)
    documents = [make_document("old", url=ARTICLE), make_document("new", url=corrected, first=31)]
    load_documents(engine, night(18), documents)
    assert rows(engine, "SELECT version, url, first_seen, last_seen FROM reports") == [
        (2, corrected, "2025-01-18", "2025-01-18")
    ]
    seen = rows(engine, "SELECT first_seen, last_seen FROM fact_version ORDER BY first_seen")
    assert seen == [("2025-01-17", "2025-01-18"), ("2025-01-18", "2025-01-18")]


URLS = [f"https://www.town.gov.cn.example/{name}.html" for name in "pqr"]
#: what stands at each URL on a night: the number of its body, or None when it is not in the list
SITE = st.tuples(*[st.sampled_from([None, 1, 2])] * len(URLS))


def test_nights_seen_are_those_on_the_web_whatever_the_order_of_loads(
    new_warehouse: Callable[[], Engine], make_capture: MakeCapture, make_link: MakeLink, make_document: MakeDocument
) -> None:
    @settings(max_examples=40 if new_warehouse().dialect.name == "sqlite" else 8)
    @given(
        site=st.lists(SITE, min_size=2, max_size=5),
        same=st.lists(st.booleans(), min_size=5, max_size=5),
        data=st.data(),
    )
    def holds(site: list[tuple[int | None, ...]], same: list[bool], data: st.DataObject) -> None:
        """A site is simulated night by night; a list is read in full when it changed, a body captured when it did."""
        loads: list[Callable[[Engine], object]] = []
        expected: dict[str, list[int]] = {}
        held: tuple[str, ...] | None = None
        captured: dict[str, str] = {}
        for day, (bodies, not_modified) in enumerate(zip(site, same, strict=False), start=11):
            standing = {url: f"{url} {body}" for url, body in zip(URLS, bodies, strict=True) if body}
            captures, links = [], []
            if held == tuple(standing):
                verdict, body = ("list_not_modified", None) if not_modified else ("list", f"list {day}")
                captures.append(
                    make_capture(LIST, day, verdict, body, fingerprint=" ".join(standing) if body else None)
                )
            else:
                captures.append(make_capture(LIST, day, "list", f"list {day}", fingerprint=" ".join(standing)))
                links = [make_link(LIST, url) for url in standing]
            held = tuple(standing)
            documents = []
            for url, body in standing.items():
                expected.setdefault(body, []).append(day)
                if captured.get(url) != body:
                    captures.append(make_capture(url, day, body=body))
                    documents.append(make_document(body, url=url))
                    captured[url] = body
            loads.append(lambda engine, day=day, c=captures, k=links: load_captures(engine, night(day), c, k))
            loads.append(lambda engine, day=day, d=documents: load_documents(engine, night(day), d))
        straight, shuffled = new_warehouse(), new_warehouse()
        for load in loads:
            load(straight)
        for load in data.draw(st.permutations(loads + data.draw(st.lists(st.sampled_from(loads), max_size=3)))):
            load(shuffled)
        assert differing_views(straight, shuffled) == []
        nights = rows(
            shuffled,
            "SELECT d.sha256, v.first_seen, v.last_seen FROM fact_version v JOIN dim_document d USING (document_id)",
        )
        assert {str(sha): (first, last) for sha, first, last in nights} == {
            make_document(body).sha256: (f"2025-01-{days[0]}", f"2025-01-{days[-1]}") for body, days in expected.items()
        }

    holds()
