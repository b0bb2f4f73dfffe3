"""Archives of reports on their way into the warehouse, and members that harm their reader."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from disclosure.report import Status
from pipeline import workers
from pipeline.lost import find_lost
from pipeline.nightly import run_night
from pipeline.recording import open_warehouse
from pipeline.settings import Settings
from pipeline.workers import ParserWorker
from replica.press.docx import print_docx
from replica.press.html import print_html
from replica.press.truth import make_truth
from tests.parsers.archive_files import zip_file
from tests.pipeline import hostile_files
from tests.pipeline.bad_sites import FLAWED, LIST, Reply, listing, serve, title, truth, write_registry
from warehouse import query

NIGHT = date(2026, 1, 20)
PAGE, WORD = print_html(make_truth(1)), print_docx(make_truth(2))


def test_an_archive_on_a_list_page_lands_as_the_reports_in_it(tmp_path: Path) -> None:
    agencies = ("友谊县教育局", "友谊县民政局")
    files = {f"年报/{name}.html": print_html(truth(name, seed)) for seed, name in enumerate(agencies)}
    files["年报/友谊县财政局.pdf"] = b"%PDF-1.4 torn"
    payload = zip_file(files, encoding="gbk")
    site = {LIST: listing(("nb.zip", title("友谊县各部门"))), "/nb/nb.zip": Reply(payload, headers={})}
    with serve({FLAWED: site}) as web:
        settings = Settings(
            registry=write_registry(tmp_path / "registry", FLAWED),
            archive=tmp_path / "archive",
            warehouse=f"sqlite:///{tmp_path}/w.sqlite",
            exports=tmp_path / "exports",
            connect_to=web.connect_to,
        )
        assert run_night(settings, NIGHT, (), lambda *_: None) == []
    engine = open_warehouse(settings)

    def ask(sql: str) -> list[tuple[object, ...]]:
        return query.run(engine, sql).rows

    url = f"https://{FLAWED}/nb/nb.zip"
    assert ask("SELECT agency_name, status, url FROM reports ORDER BY agency_name") == [
        (name, "reconciled", url) for name in agencies
    ]
    assert ask("SELECT COUNT(*) FROM applications WHERE state = 'number'") == [(350,)]
    assert ask("SELECT media_type FROM dim_document") == [("application/zip",)]
    assert [(each.name, each.sentence.partition("damaged")[0]) for each in find_lost(settings, NIGHT)] == [
        (url, "年报/友谊县财政局.pdf in the archive: ")
    ]
    engine.dispose()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_a_member_that_kills_its_reader_costs_no_other() -> None:
    files = {"甲.html": PAGE, "恶.pdf": hostile_files.form_that_draws_itself(), "乙.docx": WORD}
    with ParserWorker() as worker:
        reports = worker.parse(zip_file(files))
        child = worker._child
        assert worker.parse(PAGE)
        assert worker._child is child, "the process that holds the archive lives on"
    assert [report.member for report in reports] == list(files)
    assert [report.status for report in reports] == [Status.RECONCILED, Status.UNREADABLE, Status.RECONCILED]
    assert reports[1].findings[0].message.startswith("memory: its reader ended by SIG")
    assert len({report.sha256 for report in reports}) == 1


def test_what_has_had_its_time_is_left_unread_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ERRANDS", 0.0)
    with ParserWorker() as worker:
        [report] = worker.parse(zip_file({"甲.html": PAGE}))
    assert (report.member, report.status) == ("甲.html", Status.UNREADABLE)
    assert report.findings[0].message.startswith("time: the whole file took more than")
