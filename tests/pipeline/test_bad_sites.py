"""What goes wrong at the source: told in one sentence, in SQL and in the summary, while the night goes on."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import parsers
from pipeline.following import Followed
from pipeline.landed import print_landed
from pipeline.lost import HEADINGS, find_lost
from pipeline.recording import open_warehouse
from pipeline.settings import Settings
from pipeline.stages import read
from replica.press.html import print_html
from replica.press.pdf import print_pdf
from tests.pipeline.bad_sites import (
    FLAWED,
    LIST,
    LISTLESS,
    LOOPING,
    OUTSIDE,
    PDF,
    Reply,
    Web,
    all_sites,
    blank_pdf,
    listing,
    serve,
    title,
    truth,
    without_disputes,
    write_registry,
)
from tests.pipeline.hostile_files import OUT_OF_BOUNDS
from warehouse import query

FIRST, SECOND = "2026-01-20", "2026-01-21"
NB = f"https://{FLAWED}/nb/"
ENDLESS = f"SELECT message FROM findings WHERE url = '{NB}endless_file.pdf' AND rule = 'parser_failed'"
NOT_OURS = f"host {OUTSIDE} is not in the registry for this site"


@dataclass
class Nights:
    """The settings, the server, and what the command said of the first night."""

    settings: Settings
    web: Web
    first: Any

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return query.run(open_warehouse(self.settings), sql).rows


def _settings(folder: Path, web: Web, *hosts: str) -> Settings:
    return Settings(
        registry=write_registry(folder / "registry", *hosts),
        archive=folder / "archive",
        warehouse=f"sqlite:///{folder}/w.sqlite",
        exports=folder / "exports",
        connect_to=web.connect_to,
    )


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory, gongkai: Any) -> Iterator[Nights]:
    with serve(all_sites()) as web:
        settings = _settings(tmp_path_factory.mktemp("bad"), web, FLAWED, LOOPING)
        yield Nights(settings, web, gongkai("nightly", "--date", FIRST, settings=settings))


def test_what_is_lost_at_the_source_is_no_failed_night(nights: Nights) -> None:
    assert (nights.first.returncode, nights.first.stderr) == (0, "")
    assert nights.ask("SELECT DISTINCT outcome, error FROM runs") == [("ok", None)]


@pytest.mark.parametrize(
    ("url", "verdict", "status", "error"),
    [
        ("not_there.html", "gone", 404, "there is no such page (HTTP 404)"),
        ("soft_404.html", "gone", 200, "the page says that it is gone"),
        ("sent_home.html", "gone", 302, "sent on to the home page"),
        ("sent_outside.html", "refused_host", None, NOT_OURS),
        (f"https://{OUTSIDE}/nb/1.html", "refused_host", None, NOT_OURS),
        (f"https://{OUTSIDE}/nb/3.pdf", "refused_host", None, NOT_OURS),
        ("empty_file.pdf", "gone", 200, "the answer is empty"),
        ("page_for_file.pdf", "error", 200, "the answer is a web page, not a file"),
        ("message_for_file.pdf", "gone", 200, "the page says that it is gone"),
    ],
)
def test_a_page_that_could_not_be_had_is_a_capture_with_its_cause(
    nights: Nights, url: str, verdict: str, status: int | None, error: str
) -> None:
    url = url if url.startswith("https:") else NB + url
    assert nights.ask(f"SELECT verdict, status, error FROM captures WHERE url = '{url}'") == [(verdict, status, error)]


@pytest.mark.parametrize(
    ("name", "status", "message"),
    [
        ("cut_file.pdf", "unreadable", "damaged: the file is no PDF, or was cut off"),
        ("locked_file.pdf", "unreadable", "encrypted: needs a password"),
        ("blank_file.pdf", "unreadable", "empty: no text"),
        ("deep_page.html", "unreadable", "too deep: the page nests its elements beyond what a parser follows"),
        ("linked_message.pdf", "not_a_report", "no report: 0 of 6 headings and no statutory table"),
    ],
)
def test_a_file_that_gives_no_report_is_a_finding(nights: Nights, name: str, status: str, message: str) -> None:
    found = nights.ask(f"SELECT status, message, report_id FROM findings WHERE url = '{NB}{name}'")
    assert found == [(status, message, None)]


def test_a_report_that_lacks_a_table_says_so_and_holds_no_cell_of_it(nights: Nights) -> None:
    [(report, status)] = nights.ask(f"SELECT report_id, status FROM reports WHERE url = '{NB}missing_table.html'")
    assert status == "incomplete"
    missing = nights.ask(f"SELECT message FROM findings WHERE report_id = {report} AND rule = 'table_missing'")
    assert missing == [("no table of disputes was found",)]
    assert nights.ask(f"SELECT COUNT(*) FROM disputes WHERE report_id = {report}") == [(0,)]
    assert nights.ask(f"SELECT COUNT(*) FROM applications WHERE report_id = {report} AND state = 'number'") == [(175,)]


def test_good_reports_beside_all_that_are_loaded_whole_and_nothing_else_is(nights: Nights) -> None:
    assert nights.ask("SELECT agency_name, status FROM reports ORDER BY agency_name") == [
        ("友谊县教育局", "reconciled"),
        ("友谊县民政局", "incomplete"),
        ("孟津区教育局", "reconciled"),
    ]


def test_lists_that_lead_in_a_circle_or_on_for_ever_are_left_after_their_first_repetition(nights: Nights) -> None:
    lists = nights.ask("SELECT url, reasons FROM captures WHERE verdict = 'list' ORDER BY url")
    assert [url for url, _ in lists] == [
        f"https://{LOOPING}/nb/list.html",
        f"https://{LOOPING}/nb/list_1.html",
        f"{NB}list.html",
        f"{NB}list_2.html",
    ]
    left = [url for url, reasons in lists if "so the pages after it are not asked for" in reasons]
    assert left == [f"https://{LOOPING}/nb/list_1.html"]


def test_hosts_outside_the_registry_hear_nothing_but_the_links_to_them_are_on_record(nights: Nights) -> None:
    assert OUTSIDE not in {host for host, _, _ in nights.web.asked}
    assert (FLAWED, "/", 200) not in nights.web.asked
    decided = nights.ask(f"SELECT accepted, list_url FROM link_decisions WHERE url LIKE 'https://{OUTSIDE}/%'")
    assert decided == [(1, f"{NB}list_2.html")]


def test_the_summary_counts_what_was_lost_and_names_the_first_few(nights: Nights) -> None:
    told = nights.first.stdout.partition("What was lost ")[2]
    assert told.startswith(f"(all of it is named in {nights.settings.exports}/summary.json):\n")
    assert told.split("\n", 1)[1] == (
        "  pages not fetched: 1\n"
        f"    {NB}page_for_file.pdf: the answer is a web page, not a file\n"
        "  pages gone: 5\n"
        f"    {NB}empty_file.pdf: the answer is empty\n"
        f"    {NB}message_for_file.pdf: the page says that it is gone\n"
        f"    {NB}not_there.html: there is no such page (HTTP 404)\n"
        f"    {NB}sent_home.html: sent on to the home page\n"
        f"    {NB}soft_404.html: the page says that it is gone\n"
        "  addresses not asked for: 3\n"
        f"    https://{OUTSIDE}/nb/1.html: {NOT_OURS}\n"
        f"    https://{OUTSIDE}/nb/3.pdf: {NOT_OURS}\n"
        f"    {NB}sent_outside.html: {NOT_OURS}\n"
        "  files unreadable: 5\n"
        f"    {NB}blank_file.pdf: empty: no text\n"
        f"    {NB}cut_file.pdf: damaged: the file is no PDF, or was cut off\n"
        f"    {NB}deep_page.html: too deep: the page nests its elements beyond what a parser follows\n"
        f"    {NB}endless_file.pdf: {nights.ask(ENDLESS)[0][0]}\n"
        f"    {NB}locked_file.pdf: encrypted: needs a password\n"
        "  documents that count as no report: 1\n"
        f"    {NB}linked_message.pdf: no report: 0 of 6 headings and no statutory table\n"
        "  tables missing in reports: 1\n"
        f"    {NB}missing_table.html: no table of disputes was found\n"
    )
    lost = json.loads((nights.settings.exports / "summary.json").read_text("utf-8"))["lost"]
    assert len(lost) == 16
    assert {
        "heading": "files unreadable",
        "name": f"{NB}locked_file.pdf",
        "sentence": "encrypted: needs a password",
    } in lost


def test_a_file_that_kills_its_reader_is_set_aside_until_a_new_parser_version(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    [(reason,)] = nights.ask(ENDLESS)
    assert re.match(OUT_OF_BOUNDS, reason)
    shard, night = "23", date.fromisoformat(FIRST)
    assert read.run(nights.settings, night, shard)["documents"] == 0
    monkeypatch.setattr(parsers, "PARSER_VERSION", "a new one")
    again = read.run(nights.settings, night, shard)
    [first] = nights.ask(f"SELECT counts FROM runs WHERE stage = 'read' AND shard = '{shard}' ORDER BY started LIMIT 1")
    assert again == json.loads(first[0])


def test_the_second_night_asks_the_lists_and_nothing_else(nights: Nights, gongkai: Any) -> None:
    views = ("reports", "findings", "evidence", "link_decisions")
    counts = {view: nights.ask(f"SELECT COUNT(*) FROM {view}") for view in views}
    nights.web.asked.clear()
    done = gongkai("nightly", "--date", SECOND, settings=nights.settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\nNothing was lost.\n")
    assert sorted(nights.web.asked) == [
        (LOOPING, "/nb/list.html", 304),
        (LOOPING, "/nb/list_1.html", 304),
        (LOOPING, "/robots.txt", 404),
        (FLAWED, "/nb/list.html", 304),
        (FLAWED, "/nb/list_2.html", 304),
        (FLAWED, "/robots.txt", 404),
    ]
    assert {view: nights.ask(f"SELECT COUNT(*) FROM {view}") for view in views} == counts
    assert nights.ask("SELECT DISTINCT last_seen FROM reports") == [(SECOND,)]


def test_a_site_without_its_list_fails_the_night_and_the_others_land(gongkai: Any, tmp_path: Path) -> None:
    with serve(all_sites()) as web:
        settings = _settings(tmp_path, web, LOOPING, LISTLESS)
        done = gongkai("nightly", "--date", FIRST, settings=settings)
        assert done.returncode == 1
        cause = f"list https://{LISTLESS}/nb/list.html: there is no such page (HTTP 404)"
        assert done.stderr == f"Failed: Shard 63: 民和县 (630222) failed: {cause}.\n"
        assert done.stdout.endswith(f"summary.json):\n  sites failed: 1\n    民和县 (630222): {cause}\n")
        engine = open_warehouse(settings)
        assert query.run(engine, "SELECT agency_name FROM reports").rows == [("孟津区教育局",)]
        told = query.run(engine, "SELECT stage, shard, error FROM runs WHERE outcome = 'failed'").rows
        assert told == [("harvest", "63", f"Shard 63: 民和县 (630222) failed: {cause}.")]


def test_a_page_cut_off_on_its_way_stays_due_until_it_comes_whole(gongkai: Any, tmp_path: Path) -> None:
    sites = all_sites()
    whole = sites[LOOPING]["/nb/report.html"]
    sites[LOOPING]["/nb/report.html"] = replace(whole, body=whole.body[:4000], declared=len(whole.body))
    url = f"https://{LOOPING}/nb/report.html"
    with serve(sites) as web:
        settings = _settings(tmp_path, web, LOOPING)
        torn = gongkai("nightly", "--date", FIRST, settings=settings)
        assert torn.returncode == 0
        assert torn.stdout.partition("summary.json):\n")[2] == (
            "  sites with work left for the next night: 1\n"
            "    孟津区 (410308): 1 linked pages could not be fetched whole and stay due\n"
            "  pages not fetched: 1\n"
            f"    {url}: the answer was cut short\n"
        )
        engine = open_warehouse(settings)
        assert query.run(engine, "SELECT * FROM reports").rows == []
        sites[LOOPING]["/nb/report.html"] = whole
        mended = gongkai("nightly", "--date", SECOND, settings=settings)
        assert mended.stdout.endswith("\nNothing was lost.\n")
        assert query.run(engine, "SELECT status, first_seen FROM reports").rows == [("reconciled", SECOND)]


def test_a_page_read_later_than_its_file_speaks_only_if_it_says_more(gongkai: Any, tmp_path: Path) -> None:
    """The page waits for its second file, which fails on the first night; its first file is read at once."""
    printed = truth("孟津区教育局", 16, division_code="410308")
    links = b"<a href='whole.pdf'>1</a><a href='second.pdf'>2</a></body>"
    site = {
        LIST: listing(("report.html", title("孟津区教育局"))),
        "/nb/report.html": Reply(without_disputes(print_html(printed)).replace(b"</body>", links)),
        "/nb/whole.pdf": Reply(print_pdf(printed), headers=PDF),
        "/nb/second.pdf": Reply(status=500),
    }
    with serve({LOOPING: site}) as web:
        settings = _settings(tmp_path, web, LOOPING)
        current = "SELECT url, status, version, first_seen, last_seen FROM reports"
        engine = open_warehouse(settings)
        speaks = f"https://{LOOPING}/nb/whole.pdf", "reconciled", 1, FIRST
        assert gongkai("nightly", "--date", FIRST, settings=settings).returncode == 0
        assert query.run(engine, current).rows == [(*speaks, FIRST)]
        site["/nb/second.pdf"] = Reply(blank_pdf(), headers=PDF)
        assert gongkai("nightly", "--date", SECOND, settings=settings).returncode == 0
        read = query.run(engine, "SELECT url FROM fact_parse WHERE report_id IS NOT NULL ORDER BY url").rows
        assert read == [(f"https://{LOOPING}/nb/report.html",), (f"https://{LOOPING}/nb/whole.pdf",)]
        assert query.run(engine, current).rows == [(*speaks, SECOND)]


def test_bad_files_are_told_by_parse_and_only_the_unreadable_make_its_status_1(gongkai: Any, tmp_path: Path) -> None:
    replies = all_sites()[FLAWED]
    for name in ("cut_file", "locked_file", "empty_file", "blank_file", "page_for_file", "missing_table"):
        reply = replies.get(f"/nb/{name}.pdf") or replies[f"/nb/{name}.html"]
        (tmp_path / name).write_bytes(reply.body)
    done = gongkai("parse", *sorted(tmp_path.iterdir()), "--json")
    assert (done.returncode, done.stderr) == (1, "")
    reports = map(json.loads, done.stdout.splitlines())
    assert [(Path(each["file"]).name, each["status"], each["findings"][0]["message"]) for each in reports] == [
        ("blank_file", "unreadable", "empty: no text"),
        ("cut_file", "unreadable", "damaged: the file is no PDF, or was cut off"),
        ("empty_file", "unreadable", "empty: the file has no bytes"),
        ("locked_file", "unreadable", "encrypted: needs a password"),
        ("missing_table", "incomplete", "no table of disputes was found"),
        ("page_for_file", "not_a_report", "no report: 0 of 6 headings and no statutory table"),
    ]
    assert gongkai("parse", tmp_path / "page_for_file", tmp_path / "missing_table").returncode == 0


def test_make_run_prints_the_same_summary(nights: Nights) -> None:
    told = StringIO()
    print_landed(nights.settings, date.fromisoformat(FIRST), Followed(), Console(file=told, width=80))
    lost = nights.first.stdout.partition("What was lost ")[2]
    assert lost.count("\n") > 20
    assert lost in told.getvalue()


def test_the_manual_explains_every_kind_of_loss_and_every_sentence_met_here(nights: Nights) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [heading for heading in HEADINGS if f"**{heading}**" not in manual] == []
    lost = find_lost(nights.settings, date.fromisoformat(FIRST))
    assert len(lost) == 16
    for each in lost:
        sentence = each.sentence.replace(OUTSIDE, "<host>")
        sentence = re.sub(r"(damaged|encrypted|empty|too deep|memory|time): .*", r"\1: ...", sentence)
        assert re.sub(r"\d+ of 6", "<n> of 6", sentence) in manual
