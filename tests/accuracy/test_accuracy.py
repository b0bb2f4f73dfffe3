"""The collection of the press, printed in every format and read back: each cell right, as docs/accuracy.md says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import accuracy
from benchmarks.accuracy import PAGE, Row, measure, page
from parsers import parse
from replica.press.collection import COLLECTION, EDITIONS, FORMATS, Entry, Format


@pytest.fixture(scope="module")
def rows() -> Callable[[Format], list[Row]]:
    """Each format is measured once."""
    measured: dict[str, list[Row]] = {}

    def of(made: Format) -> list[Row]:
        if made.name not in measured:
            measured[made.name] = measure(made)
        return measured[made.name]

    return of


@pytest.mark.parametrize("made", FORMATS, ids=lambda made: made.name)
def test_every_cell_is_right(made: Format, rows: Callable[[Format], list[Row]]) -> None:
    if made.missing:
        pytest.skip(f"the package {made.missing} is not installed")
    found = rows(made)
    assert sum(row.reports for row in found) == len(COLLECTION)
    assert sum(row.cells for row in found) == sum(len(entry.truth.cells) for entry in COLLECTION)
    assert [miss for row in found for miss in row.misses if miss.silent or not made.lossy] == []
    committed = PAGE.read_text(encoding="utf-8").splitlines()
    assert [row.markdown() for row in found if row.markdown() not in committed] == []


def test_the_page_is_the_one_this_module_writes() -> None:
    committed = PAGE.read_text(encoding="utf-8")
    lines = committed.splitlines()
    rows = [line for line in lines if line.startswith(tuple(f"| {made.name} |" for made in FORMATS))]
    assert len(rows) == len(EDITIONS) * len(FORMATS)
    assert "\n".join(line for line in lines if line[:2] != "| ") == "\n".join(
        line for line in page([]).splitlines() if line[:2] != "| "
    )


def test_wrong_cells_are_counted_and_silent_ones_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """One number in table two, which no equation holds, and one in table three, which several do, misprinted."""
    rule, granted = "active_disclosure.coercion_decisions", "applications.granted.total"
    text = next(made for made in FORMATS if made.name == "Text")

    def misprint(entry: Entry) -> bytes:
        payload = text.print(entry).decode()
        for address in (rule, granted):
            assert payload.count(f"\t{entry.typed.cells[address]}") >= 1
            payload = payload.replace(f"\t{entry.typed.cells[address]}", "\t7654321", 1)
        return payload.encode()

    monkeypatch.setattr(accuracy, "COLLECTION", COLLECTION[:1])
    (row, *_) = measure(Format("Text", misprint))
    assert {(miss.address, miss.silent) for miss in row.misses} == {(rule, True), (granted, False)}
    assert row.markdown() == "| Text | fmt2021 | 1 | 198 of 200 | 99.00 % | 0 of 1 | 1 |"


def test_a_format_that_cannot_be_made_is_named_and_not_compared(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office = next(made for made in FORMATS if made.name == "PDF by LibreOffice")
    monkeypatch.setattr(accuracy, "FORMATS", (office,))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.argv", ["accuracy", "--check"])
    assert accuracy.main() == 0
    assert "PDF by LibreOffice: not measured, the package libreoffice-writer-nogui" in capsys.readouterr().err


def test_a_changed_page_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    changed = tmp_path / "accuracy.md"
    changed.write_text(PAGE.read_text(encoding="utf-8").replace("| Markdown | fmt2019 |", "| Markdown | fmt2019 | 1"))
    monkeypatch.setattr(accuracy, "PAGE", changed)
    monkeypatch.setattr(accuracy, "FORMATS", tuple(made for made in FORMATS if made.name == "Markdown"))
    monkeypatch.setattr("sys.argv", ["accuracy", "--check"])
    assert accuracy.main() == 1
    told = capsys.readouterr().err
    assert told.count("not what accuracy.md says") == 1
    assert "Markdown | fmt2019" in told


def test_a_reader_that_loses_a_table_is_seen() -> None:
    """The measure itself: what is missing is counted cell by cell."""
    html = next(made for made in FORMATS if made.name == "HTML")
    entry = COLLECTION[0]
    payload = html.make((entry,))[entry.name].decode()
    start = payload.rindex("<table")
    cut = payload[:start] + payload[payload.rindex("</table>") + len("</table>") :]
    missed = list(accuracy._misses(html, entry, parse(cut.encode())))
    assert {miss.address.partition(".")[0] for miss in missed} == {"disputes"}
    assert len(missed) == 15
