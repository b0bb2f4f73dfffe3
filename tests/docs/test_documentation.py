"""Every command and query of the documentation runs, on the demonstration sites."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from crawler.site import Site
from pipeline.landed import TOTALS
from pipeline.tonight import replica_settings
from replica.press.html import print_html
from replica.press.pdf import print_pdf
from replica.press.truth import make_truth
from warehouse import query
from warehouse.engine import connect

PROJECT = Path(__file__).resolve().parents[2]
PAGES = [
    PROJECT / "README.md",
    PROJECT / "README.zh.md",
    PROJECT / "CONTRIBUTING.md",
    *sorted((PROJECT / "docs").glob("*.md")),
]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[tuple[str, str]]:
    """(page, text) of the code blocks in a language."""
    found = []
    for page in PAGES:
        texts = BLOCK.findall(page.read_text(encoding="utf-8"))
        found += [(page.name, text) for kind, text in texts if kind == language]
    return found


def runs(language: str) -> list[tuple[str, str]]:
    """The blocks that are run: a text once, on the first page that has it; README.zh.md has all those of README.md."""
    pages: dict[str, str] = {}
    for page, text in blocks(language):
        pages.setdefault(text, page)
    return [(page, text) for text, page in pages.items()]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder as a reader of the README has it after a night: a registry, two report files, a loaded warehouse."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(PROJECT / "replica" / "registry", folder / "registry")
    truth = make_truth(1)
    (folder / "report.html").write_bytes(print_html(truth))
    (folder / "report.pdf").write_bytes(print_pdf(truth))
    with replica_settings(folder / "var") as settings:
        environment = {
            **os.environ,
            **settings.to_environment(),
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        }
        subprocess.run(["gongkai", "nightly"], cwd=folder, env=environment, check=True, capture_output=True)
        engine = connect(environment["GONGKAI_WAREHOUSE"])
        totals = query.run(engine, TOTALS)
        engine.dispose()
        (folder / "totals.json").write_text(json.dumps([totals.columns, *totals.rows], default=list), encoding="utf-8")
        yield folder, environment


def test_there_is_something_to_run() -> None:
    assert len(runs("sql")) >= 3
    assert any("make run" in text for _, text in runs("sh"))


@pytest.mark.parametrize(("page", "sql"), runs("sql"))
def test_a_query_answers(page: str, sql: str, night: tuple[Path, dict[str, str]]) -> None:
    engine = connect(night[1]["GONGKAI_WAREHOUSE"])
    answer = query.run(engine, sql)
    engine.dispose()
    assert answer.rows, page


@pytest.mark.parametrize(("page", "script"), runs("sh"))
def test_a_command_succeeds(page: str, script: str, night: tuple[Path, dict[str, str]]) -> None:
    folder, environment = night
    settings = dict(environment)
    for line in script.splitlines():
        words = shlex.split(line, comments=True)
        match words:
            case []:
                continue
            case ["export", assignment]:
                name, _, value = assignment.partition("=")
                settings[name] = value
            case ["make", target]:  # test_make_run.py runs `make run`; `make test` is what runs this
                subprocess.run(["make", "--dry-run", target], cwd=PROJECT, check=True, capture_output=True)
            case ["gongkai", *_]:
                done = subprocess.run(words, cwd=folder, env=settings, capture_output=True, text=True, check=False)
                assert done.returncode == 0, f"{page}: {line}\n{done.stdout}{done.stderr}"
            case _:
                pytest.fail(f"{page}: this test does not know how to run {line!r}")


def test_the_site_in_the_readme_is_a_site() -> None:
    sites = [Site.model_validate(yaml.safe_load(text)) for _, text in blocks("yaml") if text.startswith("code:")]
    assert [site.state for site in sites] == ["active"] * 2, "in both languages"


def test_the_json_of_parse_has_the_keys_of_the_contract(night: tuple[Path, dict[str, str]]) -> None:
    folder, environment = night
    command = ["gongkai", "parse", "report.pdf", "--json"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    (line,) = done.stdout.splitlines()
    report = json.loads(line)
    keys = "file member part sha256 media_type agency year scope editions cells sections mentions findings status"
    assert set(report) >= set(keys.split())
    cell = report["cells"]["applications.granted.natural_person"]
    assert set(cell) == {"raw", "state", "value", "unit", "suggestion", "method", "confidence", "place"}
    assert cell["value"] == int(cell["raw"])
    assert cell["place"][0]["page"] >= 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_both_languages_show_the_same_commands_and_queries() -> None:
    pages = [(PROJECT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md")]
    english, chinese = ([(kind, text) for kind, text in BLOCK.findall(page) if kind != "yaml"] for page in pages)
    assert english == chinese
    assert [page.count("\n## ") for page in pages] == [pages[0].count("\n## ")] * 2
    assert [page.count("\n| ") for page in pages] == [pages[0].count("\n| ")] * 2


def test_the_totals_shown_are_those_of_the_night(night: tuple[Path, dict[str, str]]) -> None:
    shown = BLOCK.findall((PROJECT / "README.md").read_text(encoding="utf-8"))
    output = next(text for kind, text in shown if kind == "text")
    heading, numbers = re.search(r"^ *(sites .*)\n.*\n *(\d.*)$", output, re.MULTILINE).groups()  # type: ignore[union-attr]
    columns, totals = json.loads((night[0] / "totals.json").read_text(encoding="utf-8"))
    assert heading.split() == columns
    assert [int(number) for number in numbers.split()] == totals
