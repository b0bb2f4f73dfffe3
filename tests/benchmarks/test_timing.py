"""Ratios are those of the fastest rounds, taken in turns; the table says what was measured."""

from __future__ import annotations

import time
from functools import partial

import pytest

from benchmarks.all import MODULES, page
from benchmarks.timing import Ratio, compare, gather, interleave, markdown


def test_both_sides_take_turns_and_the_first_of_each_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now, calls = 0.0, []
    seconds = {"ours": iter((0.5, 4.0, 5.0)), "peer": iter((0.5, 60.0, 12.0))}

    def side(name: str) -> None:
        nonlocal now
        calls.append(name)
        now += next(seconds[name])

    monkeypatch.setattr(time, "perf_counter", lambda: now)
    ratio = interleave(2, lambda: side("ours"), lambda: side("peer"), "work")
    assert calls == ["ours", "peer"] * 3
    assert ratio == Ratio("work", 4.0, 12.0, 1, 3.0)


def test_a_kind_is_told_by_its_medians() -> None:
    ratios = [Ratio("", 1.0, 4.0, 1, 4.0), Ratio("", 2.0, 6.0, 1, 3.0), Ratio("", 5.0, 50.0, 1, 10.0)]
    assert gather("kind", ratios) == Ratio("kind", 2.0, 6.0, 3, 4.0)


def test_each_side_takes_all_inputs_in_a_row_and_the_first_round_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, given = 0.0, []
    seconds = {"ours": iter((0.5, 0.5, 2.0, 5.0, 3.0, 4.0)), "peer": iter((0.5, 0.5, 8.0, 40.0, 9.0, 36.0))}

    def side(name: str, payload: bytes) -> None:
        nonlocal now
        given.append((name, payload))
        now += next(seconds[name])

    monkeypatch.setattr(time, "perf_counter", lambda: now)
    ratio = compare("kind", 2, iter([b"a", b"b"]), partial(side, "ours"), partial(side, "peer"))
    assert given == [("ours", b"a"), ("ours", b"b"), ("peer", b"a"), ("peer", b"b")] * 3
    assert ratio == Ratio("kind", 3.0, 22.0, 2, 6.5)


def test_the_table_has_times_and_ratio() -> None:
    (_, _, pdf, crawl) = markdown(
        [Ratio("PDF", 0.0125, 1.5, 7, 120.0), Ratio("crawl", 2.0, 1.0, 1, 0.5, 300)]
    ).splitlines()
    assert pdf == "| PDF | 7 | 12.5 ms (80.0/s) | 1500.0 ms (0.7/s) | **120.0** |"
    assert crawl == "| crawl | 1 | 2000.0 ms (150.0/s) | 1000.0 ms (300.0/s) | **0.50** |"


def test_the_page_names_each_command_and_the_cores() -> None:
    tables = dict.fromkeys(MODULES, markdown([Ratio("something", 0.5, 1.0, 3, 2.0)]))
    text = page(tables, 5)
    for name in MODULES:
        assert f"## `python -m benchmarks.{name}`" in text
    assert text.count("| something | 3 |") == len(MODULES) == 6
    assert " cores " in text
