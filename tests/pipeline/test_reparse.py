"""``gongkai reparse``: the archive read again; both readings kept, the newer one shown, the difference told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from parsers import PARSER_VERSION
from pipeline.handed_over import Giving, add
from pipeline.recording import open_warehouse
from pipeline.settings import Settings, from_environment
from pipeline.stages import reparse
from replica.press.pdf import print_pdf
from replica.press.truth import Truth, make_truth, with_blanks
from tests.servers.postgres import PostgresServer
from warehouse import query

NIGHT = date(2026, 3, 3)
CHANGED, GAINED, LOST = "disputes.review_total", "disputes.review_upheld", "disputes.review_other"
LAST = make_truth(6, year=2022)
TRUTH = with_blanks(make_truth(7), [LOST])
#: by address, what stands in the warehouse as the reading of the older parser version
MISREAD = {CHANGED: ("number", 1_000_000), GAINED: ("missing", None), LOST: ("number", 9_000_000)}


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/w.sqlite"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.new_database()
    return from_environment(
        {"GONGKAI_REGISTRY": f"{tmp_path}/registry", "GONGKAI_ARCHIVE": f"{tmp_path}/archive", "GONGKAI_WAREHOUSE": url}
    )


@pytest.fixture
def misread(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Two reports as parser version 0 read them: three cells of the later one wrongly."""

    def store(name: str, truth: Truth) -> Path:
        path = tmp_path / name
        path.write_bytes(print_pdf(truth))
        return path

    files = [store("last.pdf", LAST), store("this.pdf", TRUTH)]
    with monkeypatch.context() as patched:
        patched.setattr("parsers.PARSER_VERSION", "0")
        assert add(settings, NIGHT, files, Giving("mail", division="500155"), lambda *_: None) == []
    engine = open_warehouse(settings)
    with engine.begin() as connection:
        for address, (state, millionths) in MISREAD.items():
            connection.execute(
                text(
                    "UPDATE fact_cell SET state = :state, value_millionths = CAST(:millionths AS BIGINT)"
                    " WHERE cell_id IN (SELECT cell_id FROM dim_cell WHERE address = :address) AND parse_id IN"
                    " (SELECT parse_id FROM fact_parse WHERE report_id IN"
                    " (SELECT report_id FROM dim_report WHERE reporting_year = 2023))"
                ),
                {"state": state, "millionths": millionths, "address": address},
            )
    engine.dispose()
    return settings


def ask(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    return query.run(open_warehouse(settings), sql).rows


def shown(settings: Settings) -> dict[str, tuple[int | None, str]]:
    rows = ask(settings, "SELECT address, value, state FROM disputes WHERE reporting_year = 2023")
    return {address: (value, state) for address, value, state in rows if address in MISREAD}


def test_both_readings_are_kept_and_the_newer_one_is_shown(misread: Settings, gongkai: Callable[..., Any]) -> None:
    settings = misread
    assert shown(settings) == {CHANGED: (1, "number"), GAINED: (None, "missing"), LOST: (9, "number")}
    before = ask(settings, "SELECT * FROM runs"), ask(settings, "SELECT COUNT(*) FROM fact_parse")

    dry = gongkai("reparse", "--dry-run", "--json", "--only", "500155", settings=settings)
    assert (dry.returncode, dry.stderr) == (0, "")
    told = {
        each["address"]: (each["kind"], each["was"], each["now"])
        for each in map(json.loads, dry.stdout.split("\n")[:-1])
    }
    right = TRUTH.cells
    assert told == {
        CHANGED: ("changed", "1", right[CHANGED]),
        GAINED: ("gained", "missing", right[GAINED]),
        LOST: ("lost", "9", "blank"),
    }
    assert (ask(settings, "SELECT * FROM runs"), ask(settings, "SELECT COUNT(*) FROM fact_parse")) == before

    done = gongkai("reparse", "--date", "2026-03-04", settings=settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert "397 cells same, 1 cells changed, 1 cells gained, 1 cells lost" in done.stdout
    assert CHANGED in done.stdout
    assert shown(settings) == {
        CHANGED: (int(right[CHANGED]), "number"),
        GAINED: (int(right[GAINED]), "number"),
        LOST: (None, "blank"),
    }
    assert ask(settings, "SELECT DISTINCT parser_version FROM evidence") == [(PARSER_VERSION,)]
    versions = "SELECT parser_version, COUNT(*) FROM fact_parse GROUP BY parser_version ORDER BY parser_version"
    assert ask(settings, versions) == [("0", 2), (PARSER_VERSION, 2)]
    assert ask(settings, "SELECT reporting_year, version, first_seen FROM reports ORDER BY reporting_year") == [
        (2022, 1, "2026-03-03"),
        (2023, 1, "2026-03-03"),
    ]

    views = [f"SELECT * FROM {view}" for view in ("reports", "disputes", "findings", "evidence", "captures")]
    answers = [ask(settings, sql) for sql in views]
    again = gongkai("reparse", settings=settings)
    assert (again.returncode, again.stderr) == (0, "")
    assert "0 documents" in again.stdout
    assert "No cell is read otherwise than before." in again.stdout
    assert [ask(settings, sql) for sql in views] == answers


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_year_and_a_site_narrow_it(misread: Settings, gongkai: Callable[..., Any]) -> None:
    counts, differences = reparse.reparse(misread, NIGHT, "50", ["500155"], 2022)
    assert (counts["documents"], counts["cells_same"], differences) == (1, 200, [])
    assert ask(misread, "SELECT DISTINCT parser_version FROM evidence ORDER BY 1") == [("0",), (PARSER_VERSION,)]
    assert reparse.shards(misread) == {"50": ["500155"]}
    unknown = gongkai("reparse", "--only", "999999", settings=misread)
    assert unknown.returncode == 2
    assert "Nothing is archived of a site with code 999999." in unknown.stderr


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_document_that_is_gone_from_the_archive_is_told_and_the_rest_is_read(
    misread: Settings, gongkai: Callable[..., Any]
) -> None:
    with open_warehouse(misread).begin() as connection:
        connection.execute(text("UPDATE log_capture SET warc_offset = 7 WHERE link_text = 'last.pdf'"))
    done = gongkai("reparse", settings=misread)
    assert done.returncode == 1
    assert done.stderr.startswith("Failed: 1 of 2 documents could not be had from the archive: ")
    assert shown(misread)[LOST] == (None, "blank")
