"""Loading documents: what is stored, shown and counted, and that order, repetition and crashes leave no trace."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError

from disclosure.forms import load_forms
from disclosure.report import Agency, Finding, Reading, Report, Severity, State, Status, Suggestion
from disclosure.serialise import report_to_json
from warehouse import loader
from warehouse.captures import load_captures
from warehouse.engine import writing
from warehouse.loader import LoadError, load_documents
from warehouse.query import run
from warehouse.rows import CaptureRow, ParsedDocument
from warehouse.sameness import differing_views

NIGHT = date(2025, 1, 17)
Load = tuple[date, ParsedDocument]
Make = Callable[..., ParsedDocument]
MakeReport = Callable[..., Report]


def rows(engine: Engine, sql: str) -> list[tuple[object, ...]]:
    return run(engine, sql).rows


def test_a_report_stands_in_the_views_as_it_was_read(
    engine: Engine, make_document: Make, make_report: MakeReport
) -> None:
    tables = ("active_disclosure", "applications", "disputes")
    report = make_report(tables=tables)
    counts = load_documents(engine, NIGHT, [make_document(reports=[report])])
    assert counts == {"documents": 1, "reports": 1, "versions": 1, "parses": 1, "cells": 200, "findings": 1}
    assert rows(
        engine,
        "SELECT agency_name, division_code, agency_kind, reporting_year, scope, version, status FROM reports",
    ) == [("孟津区常袋镇人民政府", "410308109", "township", 2023, "agency", 1, "reconciled")]
    assert rows(engine, "SELECT published_date, first_seen, last_seen, county_name, province_name FROM reports") == [
        ("2024-01-17", "2025-01-17", "2025-01-17", "孟津区", "河南省")
    ]
    for table in tables:
        read = {address: int(each.value or 0) for address, each in report.cells.items() if address.startswith(table)}
        assert dict(rows(engine, f"SELECT address, value FROM {table}")) == read
    form = load_forms()["fmt2021"].cell("applications.granted.org_business")
    assert rows(
        engine,
        "SELECT edition, row_code, applicant_code, state, label_zh, label_en FROM applications"
        " WHERE address = 'applications.granted.org_business'",
    ) == [("fmt2021", "granted", "org_business", "number", form.label_zh, form.label_en)]
    assert rows(engine, "SELECT number, title, text FROM sections") == [("一", "总体情况", "本年共有11件。")]
    said = "SELECT measure, value, unit, approximate, section, start_offset, end_offset, raw FROM mentions"
    assert rows(engine, said) == [("disclosed_total", 11, "件", 0, "一", 4, 7, "11件")]
    assert rows(engine, "SELECT rule, severity, addresses, message, expected, found FROM findings") == [
        ("E1", "warning", '["active_disclosure.rule_issued"]', "about 11", "11", "9")
    ]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [("7730.28", 7730.28), ("0.000001", 0.000001), ("-3", -3), ("47.10", 47.1), ("9007199254740", 9007199254740)],
)
def test_values_are_exact(
    engine: Engine, make_document: Make, make_report: MakeReport, printed: str, shown: float
) -> None:
    cells = {"disputes.review_total": Reading(raw=printed, state=State.NUMBER, value=Decimal(printed))}
    load_documents(engine, NIGHT, [make_document(reports=[make_report(cells=cells)])])
    found = rows(engine, "SELECT value FROM disputes WHERE cell_code = 'review_total'")
    assert found == [(shown,)]
    assert type(found[0][0]) is type(shown)


@pytest.mark.parametrize(
    ("reading", "cause"),
    [
        (
            Reading(raw="x", state=State.NUMBER, value=Decimal("0.0000001")),
            "review_total: 1E-7 has more than 6 decimals",
        ),
        (Reading(raw="x", state=State.NUMBER, value=Decimal(10) ** 13), "too large"),
        (Reading(raw="x", state=State.NUMBER, value=Decimal("9007199255.5")), "too large"),
        (Reading(raw="x", state=State.NUMBER, value=Decimal("NaN")), "not a number"),
        (Reading(raw="x", state=State.NUMBER), "in state number with the value None"),
        (Reading(raw="", state=State.BLANK, value=Decimal(5)), "in state blank with the value 5"),
        (
            Reading(raw="x", state=State.TEXT, suggestion=Suggestion(Decimal("1.23456789"), "sum")),
            "more than 6 decimals",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_loudly_and_alone(
    engine: Engine, make_document: Make, make_report: MakeReport, reading: Reading, cause: str
) -> None:
    bad = make_document(
        "bad", reports=[make_report(cells={"disputes.review_total": reading})], url="https://bad.example/"
    )
    good = make_document("good", reports=[make_report(year=2022)])
    with pytest.raises(LoadError, match=cause) as refusal:
        load_documents(engine, NIGHT, [bad, good])
    assert "https://bad.example/" in str(refusal.value)
    assert refusal.value.counts["reports"] == 1
    assert rows(engine, "SELECT reporting_year FROM reports") == [(2022,)]


def test_a_cell_of_no_form_is_refused(engine: Engine, make_document: Make, make_report: MakeReport) -> None:
    reading = Reading(raw="4", state=State.NUMBER, value=Decimal(4))
    document = make_document(reports=[make_report(cells={"disputes.review_invented": reading})])
    with pytest.raises(LoadError, match=r"fmt2021 has no cell disputes\.review_invented"):
        load_documents(engine, NIGHT, [document])


def test_nothing_missing_becomes_zero(engine: Engine, make_document: Make, make_report: MakeReport) -> None:
    states = [state for state in State if state is not State.NUMBER]
    codes = ["review_upheld", "review_corrected", "review_other", "review_pending", "review_total"]
    cells = {f"disputes.{code}": Reading(raw="", state=state) for code, state in zip(codes, states, strict=True)}
    load_documents(engine, NIGHT, [make_document(reports=[make_report(cells=cells)])])
    shown = rows(engine, "SELECT cell_code, state, value FROM disputes WHERE cell_code LIKE 'review%'")
    assert sorted(shown) == sorted((code, state.value, None) for code, state in zip(codes, states, strict=True))


def test_documents_without_a_report_are_no_versions_but_their_findings_are_listed(
    engine: Engine, make_document: Make, make_report: MakeReport
) -> None:
    broken = Report(status=Status.UNREADABLE, findings=(Finding("unreadable", Severity.ERROR, "needs LibreOffice"),))
    counts = load_documents(
        engine,
        NIGHT,
        [
            make_document("a", reports=[broken], url="https://a.example/"),
            make_document("b", reports=[make_report(year=None)], url="https://b.example/"),
            make_document("c", reports=[make_report(agency=None)], url="https://c.example/"),
            make_document("d", reports=[make_report(agency=Agency(name=""), year=None)], url="https://d.example/"),
        ],
    )
    assert (counts["documents"], counts["parses"], counts["versions"]) == (4, 4, 0)
    assert rows(engine, "SELECT * FROM reports") == []
    found = rows(engine, "SELECT url, rule, message, status FROM findings WHERE report_id IS NULL AND rule <> 'E1'")
    assert sorted(found) == [
        ("https://a.example/", "unreadable", "needs LibreOffice", "unreadable"),
        ("https://b.example/", "unidentified", "Counted as no report: reporting year unknown.", "reconciled"),
        ("https://c.example/", "unidentified", "Counted as no report: agency unknown.", "reconciled"),
        (
            "https://d.example/",
            "unidentified",
            "Counted as no report: reporting year and agency unknown.",
            "reconciled",
        ),
    ]


def test_reports_of_one_document_are_kept_apart(engine: Engine, make_document: Make, make_report: MakeReport) -> None:
    other = Agency("孟津区白鹤镇人民政府", "410308107", "township")
    parts = [make_report(first=31, part=1), make_report(first=61, agency=other, part=2), make_report(year=2022, part=3)]
    for _ in range(2):
        load_documents(engine, NIGHT, [make_document(reports=parts)])
    told = "SELECT agency_name, reporting_year, value FROM {} WHERE {} ORDER BY 1, 2"
    expected = [
        ("孟津区常袋镇人民政府", 2022, 11),
        ("孟津区常袋镇人民政府", 2023, 31),
        ("孟津区白鹤镇人民政府", 2023, 61),
    ]
    assert rows(engine, told.format("disputes", "cell_code = 'review_upheld'")) == expected
    assert rows(engine, told.format("mentions", "measure = 'disclosed_total'")) == expected


def test_only_the_primary_rendition_speaks(engine: Engine, make_document: Make) -> None:
    page = make_document("page", first=31)
    file = make_document("file", first=51, url="https://www.town.gov.cn.example/1.pdf", primary=False)
    counts = load_documents(engine, NIGHT, [file, page])
    assert (counts["parses"], counts["versions"]) == (2, 1)
    assert rows(engine, "SELECT url, version FROM reports") == [(page.url, 1)]
    assert rows(engine, "SELECT message FROM findings") == [("about 31",)]


def test_a_changed_body_is_version_2_and_current_whatever_came_first(
    new_warehouse: Callable[[], Engine], make_document: Make
) -> None:
    old, new = make_document("old", first=31), make_document("new", first=61)
    for order in ([(17, old), (19, new)], [(19, new), (17, old)]):
        engine = new_warehouse()
        for day, document in order:
            load_documents(engine, date(2025, 1, day), [document])
        assert rows(engine, "SELECT version, sha256, first_seen FROM reports") == [(2, new.sha256, "2025-01-19")]
        assert rows(engine, "SELECT value FROM disputes WHERE cell_code = 'review_upheld'") == [(61,)]


def test_the_newest_parser_is_believed_whatever_came_first(
    new_warehouse: Callable[[], Engine], make_document: Make
) -> None:
    old, new = make_document(first=31, parser_version="1.9"), make_document(first=61, parser_version="1.10")
    for order in ([old, new], [new, old]):
        engine = new_warehouse()
        for document in order:
            load_documents(engine, NIGHT, [document])
        assert rows(engine, "SELECT version FROM reports") == [(1,)]
        assert rows(engine, "SELECT value FROM disputes WHERE cell_code = 'review_upheld'") == [(61,)]
        assert rows(engine, "SELECT DISTINCT parser_version FROM evidence") == [("1.10",)]


def test_a_report_that_the_newest_parser_assigns_elsewhere_leaves_its_old_year(
    engine: Engine, make_document: Make, make_report: MakeReport
) -> None:
    load_documents(engine, NIGHT, [make_document(reports=[make_report(year=2019)], parser_version="1.9")])
    load_documents(engine, NIGHT, [make_document(reports=[make_report(year=2023)], parser_version="1.10")])
    assert rows(engine, "SELECT reporting_year, version FROM reports") == [(2023, 1)]


def test_spellings_of_one_agency_are_one_and_namesakes_of_two_counties_are_two(
    engine: Engine, make_document: Make, make_report: MakeReport
) -> None:
    spelt = [Agency("常袋镇", "410308109", "township"), Agency("孟津区常袋镇人民政府", "410308109", "township")]
    unknown = Agency("官亭镇", None, "township")
    load_documents(
        engine,
        NIGHT,
        [
            make_document("a", reports=[make_report(agency=spelt[0], year=2022)]),
            make_document("b", reports=[make_report(agency=spelt[1], year=2023)]),
            make_document("c", reports=[make_report(agency=unknown)], site_code="630222"),
            make_document("d", reports=[make_report(agency=unknown)], site_code="130529"),
        ],
    )
    found = rows(engine, "SELECT agency_name, division_code, reporting_year, version FROM reports")
    assert sorted(found, key=str) == [
        ("孟津区常袋镇人民政府", "410308109", 2022, 1),
        ("孟津区常袋镇人民政府", "410308109", 2023, 1),
        ("官亭镇", None, 2023, 1),
        ("官亭镇", None, 2023, 1),
    ]


def test_of_spellings_of_one_length_the_first_by_code_points_is_shown(
    new_warehouse: Callable[[], Engine], make_document: Make, make_report: MakeReport
) -> None:
    """By pinyin, the order of a Chinese database, it would be the other."""
    spelt = [Agency(f"{place}常袋镇", "410308109", "township") for place in ("孟津区", "洛阳市")]
    documents = [
        make_document(f"body {year}", reports=[make_report(agency=agency, year=year)])
        for year, agency in enumerate(spelt, start=2022)
    ]
    for order in (documents, documents[::-1]):
        engine = new_warehouse()
        for document in order:
            load_documents(engine, NIGHT, [document])
        assert rows(engine, "SELECT DISTINCT agency_name FROM reports") == [("孟津区常袋镇",)]


def test_evidence_leads_from_a_number_to_the_earliest_archived_bytes(
    engine: Engine, make_document: Make, make_report: MakeReport, make_capture: Callable[..., CaptureRow]
) -> None:
    document = make_document("seen twice", reports=[make_report(first=31)])
    load_documents(engine, date(2025, 1, 19), [document])
    for day in (19, 17):
        load_captures(engine, date(2025, 1, day), [make_capture(document.url, day, body="seen twice")], [])
    where = "FROM evidence WHERE address = 'disputes.review_upheld'"
    capture = make_capture(document.url, 17, body="seen twice")
    assert rows(engine, f"SELECT url, fetched_at, sha256, warc_file, warc_offset {where}") == [
        (document.url, "2025-01-17 14:03:07.000000", document.sha256, capture.warc_file, 117)
    ]
    assert rows(engine, f"SELECT place, raw, method, confidence, parser_version {where}") == [
        ('[{"xpath": "/html/body/table[1]/tr[31]"}]', " 31", "html", None, "1.9")
    ]
    assert rows(engine, "SELECT first_seen, last_seen FROM reports") == [("2025-01-17", "2025-01-19")]


@pytest.fixture(scope="session")
def some_documents(make_document: Make, make_report: MakeReport) -> list[ParsedDocument]:
    """Renditions, versions, parser versions, shared bodies, an archive of two reports, and files without a report."""
    other = Agency("常袋镇", "410308109", "township")
    broken = Report(status=Status.UNREADABLE, findings=(Finding("unreadable", Severity.ERROR, "encrypted"),))
    twin = make_report(first=301, year=2022, member="b.docx")
    return [
        make_document("v1", first=31),
        make_document("v2", first=61, published_date=None),
        make_document("v1", first=91, parser_version="1.10"),
        make_document("v1", first=31, url="https://www.county.gov.cn.example/9.html", published_date="2024-01-05"),
        make_document("pdf", first=121, url="https://www.town.gov.cn.example/1.pdf", primary=False),
        make_document("zip", reports=[make_report(first=201, year=2021, member="a.docx"), twin, replace(twin, part=2)]),
        make_document("other", reports=[make_report(first=401, year=2021, agency=other)], published_date="2022-02-03"),
        make_document("broken", reports=[broken]),
        make_document("nobody", reports=[make_report(first=501, agency=None)]),
    ]


def test_order_repetition_and_interleaving_leave_no_trace(
    new_warehouse: Callable[[], Engine], some_documents: list[ParsedDocument]
) -> None:
    nights = [date(2025, 1, 10 + number) for number in range(len(some_documents))]
    loads = list(zip(nights, some_documents, strict=True))
    straight = new_warehouse()
    for night, document in loads:
        load_documents(straight, night, [document])

    @settings(max_examples=25 if straight.dialect.name == "sqlite" else 5)
    @given(again=st.lists(st.sampled_from(loads), max_size=9), data=st.data())
    def holds(again: list[Load], data: st.DataObject) -> None:
        shuffled = new_warehouse()
        for night, document in data.draw(st.permutations(loads + again)):
            load_documents(shuffled, night, [document])
        assert differing_views(straight, shuffled) == []
        for night, document in loads:
            assert set(load_documents(shuffled, night, [document]).values()) == {0}

    holds()


def test_of_two_readings_under_one_key_the_first_stays_in_one_batch_as_in_two(
    new_warehouse: Callable[[], Engine], make_document: Make
) -> None:
    first, second = make_document(first=31), make_document(first=61)
    together, apart = new_warehouse(), new_warehouse()
    load_documents(together, NIGHT, [first, second])
    for document in (first, second):
        load_documents(apart, NIGHT, [document])
    assert rows(together, "SELECT value FROM disputes WHERE cell_code = 'review_upheld'") == [(31,)]
    assert differing_views(together, apart) == []


def test_sameness_sees_a_difference(new_warehouse: Callable[[], Engine], make_document: Make) -> None:
    left, right = new_warehouse(), new_warehouse()
    load_documents(left, NIGHT, [make_document("a", first=31)])
    load_documents(right, NIGHT, [make_document("a", first=32)])
    assert differing_views(left, right) == ["disputes", "sections", "mentions", "findings", "evidence"]


FULL_DISK = {
    "sqlite": (
        "CREATE TRIGGER full_disk BEFORE INSERT ON fact_section WHEN NEW.text = '本年共有14件。'"
        " BEGIN SELECT RAISE(ABORT, 'full_disk'); END",
        "DROP TRIGGER full_disk",
    ),
    "postgresql": (
        "ALTER TABLE fact_section ADD CONSTRAINT full_disk CHECK (text <> '本年共有14件。')",
        "ALTER TABLE fact_section DROP CONSTRAINT full_disk",
    ),
}


def test_a_failure_inside_a_batch_loses_nothing_committed_and_leaves_nothing_half(
    new_warehouse: Callable[[], Engine], make_document: Make, make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "BATCH", 2)
    documents = [make_document(f"body {n}", reports=[make_report(first=n, year=2000 + n)]) for n in range(11, 17)]
    broken, whole = new_warehouse(), new_warehouse()
    break_it, mend_it = FULL_DISK[broken.dialect.name]
    with broken.begin() as connection:
        connection.execute(text(break_it))
    with pytest.raises(IntegrityError, match="full_disk"):
        load_documents(broken, NIGHT, documents)
    assert rows(broken, "SELECT reporting_year FROM reports ORDER BY 1") == [(2011,), (2012,)]
    assert rows(broken, "SELECT COUNT(*) FROM fact_parse") == [(2,)]
    with broken.begin() as connection:
        connection.execute(text(mend_it))
    assert load_documents(broken, NIGHT, documents)["reports"] == 4
    load_documents(whole, NIGHT, documents)
    assert differing_views(broken, whole) == []


LOAD = """
import json, os, random, sys
from datetime import date
from disclosure.serialise import report_from_json
from warehouse.engine import connect
from warehouse.loader import load_documents
from warehouse.rows import ParsedDocument
lines = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
documents = [ParsedDocument(**{**each, "reports": [report_from_json(r) for r in each["reports"]]}) for each in lines]
children = []
for number in range(8):
    child = os.fork()
    if not child:
        random.Random(number).shuffle(documents)
        for start in range(0, len(documents), 5):
            load_documents(connect(sys.argv[1]), date(2025, 1, 17), documents[start : start + 5])
        os._exit(0)
    children.append(child)
sys.exit(sum(os.waitpid(child, 0)[1] != 0 for child in children))
"""


def test_eight_processes_load_at_the_same_time_each_in_an_order_of_its_own(
    new_warehouse: Callable[[], Engine],
    some_documents: list[ParsedDocument],
    make_document: Make,
    make_report: MakeReport,
    tmp_path: Path,
) -> None:
    many = [make_document(f"body {n}", reports=[make_report(first=n, year=1900 + n)]) for n in range(11, 31)]
    documents = [*some_documents, *many]
    lines = tmp_path / "documents.jsonl"
    lines.write_text(
        "".join(
            json.dumps({**asdict(replace(each, reports=[])), "reports": [report_to_json(r) for r in each.reports]})
            + "\n"
            for each in documents
        )
    )
    shared, alone = new_warehouse(), new_warehouse()
    url = shared.url.render_as_string(hide_password=False)
    done = subprocess.run([sys.executable, "-c", LOAD, url, lines], stderr=subprocess.PIPE, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    load_documents(alone, NIGHT, documents)
    assert differing_views(shared, alone) == []
    assert rows(shared, "SELECT COUNT(*) FROM reports") == [(23,)]


def test_a_writer_waits_for_another_and_readers_for_nobody(engine: Engine, make_document: Make) -> None:
    """What it reads first must be all that others have stored: else first and last seen would miss their captures."""
    with ThreadPoolExecutor() as threads:
        with writing(engine):
            load = threads.submit(load_documents, engine, NIGHT, [make_document()])
            with pytest.raises(TimeoutError):
                load.result(timeout=1)
            assert rows(engine, "SELECT COUNT(*) FROM reports") == [(0,)]
        assert load.result(timeout=60)["reports"] == 1


def test_a_writer_on_postgresql_does_not_wait_for_ever(
    new_postgresql: Callable[[], Engine], make_document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = new_postgresql()
    with writing(engine):
        monkeypatch.setattr("warehouse.engine.LOCK_SECONDS", 1)
        with pytest.raises(OperationalError, match="lock timeout"):
            load_documents(engine, NIGHT, [make_document()])


def test_a_silent_writer_on_postgresql_loses_its_lock(
    new_postgresql: Callable[[], Engine], make_document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = new_postgresql()
    with monkeypatch.context() as impatient:
        impatient.setattr("warehouse.engine.SILENT_SECONDS", 1)
        silent = writing(engine)
        silent.__enter__()
    assert load_documents(engine, NIGHT, [make_document()])["reports"] == 1
    with pytest.raises(InternalError, match="idle-in-transaction"):
        silent.__exit__(None, None, None)


def test_characters_that_no_database_keeps_are_replaced_not_lost(
    engine: Engine, make_document: Make, make_report: MakeReport
) -> None:
    cells = {"disputes.review_total": Reading(raw="1\0 2\ud800", state=State.TEXT)}
    finding = Finding("E2", Severity.ERROR, "a\0b", (), "c\0", "\0")
    report = replace(make_report(cells=cells, findings=(finding,)), title="\0报告", member="a\0.docx")
    load_documents(engine, NIGHT, [make_document(reports=[report], link_text="\0链接")])
    assert rows(engine, "SELECT raw FROM evidence WHERE address = 'disputes.review_total'") == [("1\ufffd 2\ufffd",)]
    assert rows(engine, "SELECT title FROM reports") == [("\ufffd报告",)]
    assert rows(engine, "SELECT message, expected, found FROM findings WHERE rule = 'E2'") == [
        ("a\ufffdb", "c\ufffd", "\ufffd")
    ]
