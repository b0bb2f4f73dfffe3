"""The ``gongkai`` command as a user meets it."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.command import main
from pipeline.recording import open_warehouse, upgrade_warehouse
from pipeline.settings import Settings, from_environment
from replica.press.html import print_html
from replica.press.truth import make_truth
from warehouse import query

VERBS = ["nightly", "plan", "harvest", "ingest", "read", "load", "check", "process", "publish"]
VERBS += ["parse", "evidence", "add", "reparse", "sql", "sites", "export", "db", "backup", "restore", "doctor"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return from_environment(
        {
            "GONGKAI_REGISTRY": f"{tmp_path}/registry",
            "GONGKAI_ARCHIVE": f"{tmp_path}/archive",
            "GONGKAI_WAREHOUSE": f"sqlite:///{tmp_path}/w.sqlite",
            "GONGKAI_EXPORTS": f"{tmp_path}/exports",
        }
    )


def _write_site(settings: Settings, name: str = "230522", **changes: str) -> None:
    settings.registry.mkdir(exist_ok=True)
    site = {"code": '"230522"', "name": "友谊县", "root": "https://www.hljyy.gov.cn/", "state": "active"} | changes
    column = "columns:\n- url: https://www.hljyy.gov.cn/yy/xxgk.shtml\n"
    text = "".join(f"{key}: {value}\n" for key, value in site.items()) + column
    (settings.registry / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_every_verb_is_there_and_explains_itself(gongkai: Any) -> None:
    assert set(main.commands) == set(VERBS)
    told = gongkai("--help")
    assert told.returncode == 0
    assert "Examples:" in told.stdout
    for verb in VERBS:
        told = gongkai(verb, "--help")
        assert told.returncode == 0
        assert verb in told.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nightly", "--date", "20-1-2026"], "does not match the format"),
        (["nightly", "--connect-to", "www.a.gov.cn"], "is not host=address:port"),
        (["nightly", "--archive", "s3://bucket"], "only a path"),
        (["plan", "--only", "110101"], "has no site with code 110101"),
        (["plan", "--warehouse", "mysql://x"], "A warehouse is sqlite:///FILE or postgresql://"),
        (["parse"], "Missing argument"),
        (["sql"], "Missing argument"),
        (["sites", "explain"], "No such command"),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_2(
    gongkai: Any, settings: Settings, arguments: list[str], message: str
) -> None:
    _write_site(settings)
    done = gongkai(*arguments, settings=settings)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_live_harvest_without_a_contact_is_refused(gongkai: Any, settings: Settings) -> None:
    _write_site(settings)
    done = gongkai("nightly", settings=settings)
    assert done.returncode == 2
    assert "A live harvest of www.hljyy.gov.cn needs GONGKAI_CONTACT" in " ".join(done.stderr.split())
    assert not settings.archive.exists()


def test_stages_say_what_must_come_first(gongkai: Any, settings: Settings) -> None:
    done = gongkai("harvest", "--date", "2026-01-20", settings=settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: No shard is planned for 2026-01-20: run `gongkai plan --date 2026-01-20` first.\n"


@pytest.mark.parametrize("arguments", [["sql", "SELECT 1"], ["export", "out"], ["db", "upgrade"], ["check"]])
def test_a_warehouse_that_does_not_answer_is_one_sentence(
    gongkai: Any, settings: Settings, arguments: list[str]
) -> None:
    if arguments[0] == "export":
        arguments = ["export", str(settings.exports)]
    nowhere = replace(settings, warehouse="postgresql://gongkai@127.0.0.1:9/gongkai")
    done = gongkai(*arguments, settings=nowhere)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: The warehouse does not answer")
    assert done.stderr.count("\n") == 1


def test_an_export_of_no_warehouse_makes_none(gongkai: Any, settings: Settings, tmp_path: Path) -> None:
    done = gongkai("export", tmp_path / "out", settings=settings)
    assert done.returncode == 1
    assert "There is no warehouse at" in done.stderr
    assert not (tmp_path / "w.sqlite").exists()


def test_a_site_file_that_cannot_be_used_is_named(gongkai: Any, settings: Settings) -> None:
    _write_site(settings)
    _write_site(settings, "bad", code="230523", root="https://www.hljyy.com/")
    done = gongkai("sites", "check", settings=settings)
    assert done.returncode == 1
    assert "bad.yaml" in done.stdout
    assert "does not end with .gov.cn" in done.stdout
    listed = gongkai("sites", "list", settings=settings)
    assert "友谊县" in listed.stdout
    assert "bad.yaml" in listed.stderr
    planned = gongkai("plan", "--contact", "https://example.org/robot", settings=settings)
    assert planned.returncode == 1, "the other sites are planned"
    assert "bad.yaml" in planned.stderr


def test_sites_without_problems_pass(gongkai: Any, settings: Settings) -> None:
    _write_site(settings)
    done = gongkai("sites", "check", settings=settings)
    assert (done.returncode, done.stdout) == (0, "1 sites, no problems.\n")


def test_only_active_sites_are_planned_unless_they_are_named(gongkai: Any, settings: Settings) -> None:
    settings = replace(settings, contact="you@example.org")
    _write_site(settings, state="unverified", why="nobody has looked yet")
    assert "no site of the registry is active" in gongkai("plan", "--date", "2026-01-20", settings=settings).stdout
    named = gongkai("plan", "--date", "2026-01-20", "--only", "230522", settings=settings)
    assert named.stdout == "Planned for 2026-01-20: 23.\n"


def test_sql_answers_in_three_shapes(gongkai: Any, settings: Settings) -> None:
    upgrade_warehouse(settings)
    question = "SELECT 7 AS requests, '嵩明县' AS name, NULL AS unknown"
    assert json.loads(gongkai("sql", question, "--format", "json", settings=settings).stdout) == [
        {"requests": 7, "name": "嵩明县", "unknown": None}
    ]
    printed = gongkai("sql", question, "--format", "csv", settings=settings).stdout
    assert list(csv.reader(io.StringIO(printed))) == [["requests", "name", "unknown"], ["7", "嵩明县", ""]]
    table = gongkai("sql", question, settings=settings).stdout
    assert "requests" in table
    assert "嵩明县" in table


def test_sql_never_writes_and_explains_what_is_wrong(gongkai: Any, settings: Settings) -> None:
    missing = gongkai("sql", "SELECT 1", settings=settings)
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)
    assert "There is no warehouse at" in missing.stderr
    assert gongkai("db", "upgrade", settings=settings).returncode == 0
    for bad in ("DELETE FROM log_run", "SELECT nonsense FROM reports", "DROP VIEW reports"):
        done = gongkai("sql", bad, settings=settings)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("Error: ")
        assert done.stderr.count("\n") == 1
    assert query.run(open_warehouse(settings), "SELECT COUNT(*) FROM reports").rows == [(0,)]


def test_parse_gives_a_line_a_report_and_goes_on_after_a_bad_file(gongkai: Any, tmp_path: Path) -> None:
    truth = make_truth(7)
    good, bad, missing = tmp_path / "good.html", tmp_path / "bad.pdf", tmp_path / "missing.html"
    vast = tmp_path / "vast.pdf"
    with vast.open("wb") as stream:
        stream.truncate(2**40)
    good.write_bytes(print_html(truth))
    bad.write_bytes(b"%PDF-1.4 and then nothing")
    done = gongkai("parse", bad, missing, vast, good, "--json")
    assert done.returncode == 1
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [report["file"] for report in reports] == [str(bad), str(missing), str(vast), str(good)]
    assert [report["status"] for report in reports] == ["unreadable", "unreadable", "unreadable", "reconciled"]
    assert "No such file" in reports[1]["findings"][0]["message"]
    assert reports[2]["findings"][0]["message"].startswith(f"too large: the file has {2**40} bytes")
    assert all(report["findings"] for report in reports[:3])
    assert reports[3]["year"] == truth.year
    assert len(reports[3]["cells"]) == 200
    assert "Traceback" not in done.stderr

    summary = gongkai("parse", good)
    assert summary.returncode == 0
    assert "reconciled" in summary.stdout
    assert str(truth.year) in summary.stdout
