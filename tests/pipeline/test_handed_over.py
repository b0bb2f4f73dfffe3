"""``gongkai add``: reports that came by other means, archived as such, proved and shown like any other."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import read_payload
from disclosure.agencies import identify
from disclosure.report import Report, Status
from pipeline.recording import open_warehouse
from pipeline.settings import Settings, from_environment
from pipeline.stated import Stated, complete
from replica.press.html import print_html
from replica.press.pdf import print_pdf
from replica.press.truth import make_truth
from tests.servers.postgres import PostgresServer
from warehouse import query
from warehouse.sameness import differing_views

TRUTH = make_truth(7)
NAMELESS = make_truth(8, agency="", title="政府信息公开工作年度报告", year=2022)
SOURCE = "mail from the 镇 office, 2026-03-02"
NIGHT = "2026-03-03"


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """On SQLite, unless a test asks for ``postgresql``."""
    if getattr(request, "param", "sqlite") == "sqlite":
        url = f"sqlite:///{tmp_path}/w.sqlite"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.new_database()
    return from_environment(
        {
            "GONGKAI_REGISTRY": f"{tmp_path}/registry",
            "GONGKAI_ARCHIVE": f"{tmp_path}/archive",
            "GONGKAI_WAREHOUSE": url,
            "GONGKAI_EXPORTS": f"{tmp_path}/exports",
        }
    )


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    path.write_bytes(print_pdf(TRUTH))
    return path


def ask(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    return query.run(open_warehouse(settings), sql).rows


@pytest.mark.parametrize("settings", ["sqlite", "postgresql"], indirect=True)
def test_a_report_that_was_handed_over_is_archived_and_loaded_with_its_source(
    settings: Settings, gongkai: Any, report: Path, tmp_path: Path
) -> None:
    digest = sha256(report.read_bytes()).hexdigest()
    done = gongkai("add", report, "--source", SOURCE, "--date", NIGHT, settings=settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert ask(settings, "SELECT agency_name, reporting_year, status, first_seen, last_seen, url FROM reports") == [
        (TRUTH.agency, TRUTH.year, "reconciled", NIGHT, NIGHT, f"urn:sha256:{digest}")
    ]
    captures = ask(settings, "SELECT verdict, status, sha256, link_text, source, warc_file, warc_offset FROM captures")
    [(*told, warc_file, warc_offset)] = captures
    assert told == ["handed_over", None, digest, "report.pdf", SOURCE]
    assert read_payload(settings.archive, warc_file, warc_offset) == report.read_bytes()
    with (settings.archive / warc_file).open("rb") as stream:
        kinds = [(each.rec_type, each.http_headers) for each in ArchiveIterator(stream)]
    assert kinds == [("warcinfo", None), ("resource", None)]
    assert ask(settings, "SELECT DISTINCT source, warc_file FROM evidence") == [(SOURCE, warc_file)]
    shown = gongkai("evidence", "disputes.review_total", "--out", tmp_path / "cell.png", "--json", settings=settings)
    assert json.loads(shown.stdout)["source"] == SOURCE
    assert (tmp_path / "cell.png").is_file()


def test_adding_twice_is_adding_once(settings: Settings, gongkai: Any, report: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(report, tmp_path / "copy.pdf"))
    first = gongkai("add", report, copy, "--source", SOURCE, "--date", NIGHT, settings=settings)
    assert (first.returncode, first.stderr) == (0, "")
    asked = [f"SELECT * FROM {view}" for view in ("captures", "reports", "findings", "evidence")]
    before = [ask(settings, sql) for sql in asked]
    second = gongkai("add", copy, "--source", "once more", "--date", "2026-03-04", settings=settings)
    assert (second.returncode, second.stderr) == (0, "")
    assert [ask(settings, sql) for sql in asked] == before
    assert len(before[0]) == len(before[1]) == 1


def test_what_the_giver_says_completes_the_document_and_never_overrules_it(
    settings: Settings, gongkai: Any, report: Path, tmp_path: Path
) -> None:
    nameless = tmp_path / "nameless.html"
    printed = print_html(NAMELESS)
    nameless.write_bytes(printed if isinstance(printed, bytes) else printed.encode())
    stated = ("--agency", "梁平区屏锦镇人民政府", "--year", "2022", "--source", SOURCE, "--date", NIGHT)
    done = gongkai("add", nameless, report, *stated, settings=settings)
    assert done.returncode == 1
    assert done.stderr == (
        "Failed: report.pdf: the document's year is 2023; its giver says 2022."
        " Nothing of it was stored: mend --agency or --year, or leave it out.\n"
    )
    assert ask(settings, "SELECT agency_name, division_code, reporting_year FROM reports") == [
        ("梁平区屏锦镇人民政府", "500155104", 2022)
    ]
    assert ask(settings, "SELECT stated_agency, stated_year FROM captures") == [("梁平区屏锦镇人民政府", 2022)]
    assert ask(settings, "SELECT severity, found FROM findings WHERE rule = 'stated'") == [
        ("info", "梁平区屏锦镇人民政府")
    ]
    assert [path.name for path in (settings.archive / "captures" / NIGHT).iterdir()] == ["handed-over-0001.jsonl"]


def test_a_lost_warehouse_is_made_again_from_the_archive(
    settings: Settings, gongkai: Any, report: Path, tmp_path: Path
) -> None:
    url = "https://www.liangping.gov.cn.example/report.pdf"
    arguments = ("--url", url, "--year", "2023", "--source", SOURCE, "--date", NIGHT)
    assert gongkai("add", report, *arguments, settings=settings).returncode == 0
    other = replace(settings, warehouse=f"sqlite:///{tmp_path}/again.sqlite")
    for verb in (("db", "upgrade"), ("ingest", "--date", NIGHT), ("process", "--date", NIGHT)):
        done = (
            gongkai(*verb, settings=other)
            if verb[0] != "db"
            else gongkai(*verb, environment={"GONGKAI_WAREHOUSE": other.warehouse})
        )
        assert (done.returncode, done.stderr) == (0, "")
    assert differing_views(open_warehouse(settings), open_warehouse(other)) == []
    assert len(ask(other, "SELECT * FROM reports")) == 1


def test_what_is_no_report_or_not_there_is_refused_and_the_rest_goes_on(
    settings: Settings, gongkai: Any, report: Path, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("关于召开会议的通知", encoding="utf-8")
    done = gongkai("add", letter, tmp_path / "absent.pdf", report, "--source", SOURCE, settings=settings)
    assert done.returncode == 1
    assert "Failed: letter.txt is no report: " in done.stderr
    assert f"Failed: {tmp_path / 'absent.pdf'} can't be opened: No such file or directory." in done.stderr
    assert ask(settings, "SELECT link_text FROM captures") == [("report.pdf",)]
    wrong = gongkai("add", letter, report, "--source", SOURCE, "--url", "https://a.gov.cn/1.pdf", settings=settings)
    assert wrong.returncode == 2
    assert "give one FILE with it" in wrong.stderr


@pytest.mark.parametrize(
    ("own", "given", "expected"),
    [
        (None, "梁平区屏锦镇人民政府", ("梁平区屏锦镇人民政府", "500155104", "stated")),
        ("屏锦镇人民政府", "梁平区屏锦镇人民政府", ("屏锦镇人民政府", "500155104", None)),
        ("教育局", "友谊县教育局", ("友谊县教育局", "230522", "stated")),
        ("友谊县教育局", "教育局", ("友谊县教育局", "230522", None)),
        ("友谊县教育局", "友谊县财政局", ("友谊县教育局", "230522", "stated_otherwise")),
        ("友谊县教育局", "沅陵县教育局", ("友谊县教育局", "230522", "stated_otherwise")),
        ("财政局", "友谊县教育局", ("财政局", None, "stated_otherwise")),
    ],
)
def test_names_are_held_against_each_other(own: str | None, given: str, expected: tuple[str, str | None, str]) -> None:
    report = Report(Status.RECONCILED, agency=identify(own) if own else None, year=2023)
    done = complete(report, Stated(given, 2023))
    assert done.agency is not None
    rules = [finding.rule for finding in done.findings]
    assert (done.agency.name, done.agency.division_code, rules[0] if rules else None) == expected
