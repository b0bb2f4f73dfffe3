"""Labels that an extractor cut over two lines, in text with tabs: joined where they can be only one, else refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from parsers import parse
from replica.press.tab_text import print_tab_text
from replica.press.truth import FMT2019, FMT2021, HYBRID, Truth, expected_json, make_truth

EDITIONS = {"2021": FMT2021, "2019": FMT2019, "hybrid": HYBRID}


@cache
def truth(editions: str) -> Truth:
    return make_truth(11, editions=EDITIONS[editions])


def cut(editions: str, label: str, head: str, *, beside: str, gap: bool = False) -> bytes:
    """The report, a label's line cut behind ``head``, its values beside the ``first`` or the ``second`` part."""
    lines = print_tab_text(truth(editions)).decode().splitlines()
    at = next(at for at, line in enumerate(lines) if f"{label}\t" in line)
    front, values = lines[at].split(label)
    tail, empty = label.removeprefix(head), "\t" * values.count("\t")
    parts = [front + head + values, "\t" * front.count("\t") + tail + empty]
    if beside == "second":
        parts = [front + head + empty, "\t" * front.count("\t") + tail + values]
    lines[at : at + 1] = [parts[0], *([""] if gap else []), parts[1]]
    return "\n".join(lines).encode()


def numbers(payload: bytes) -> Mapping[str, float]:
    return {
        address: float(reading.value) for address, reading in parse(payload).cells.items() if reading.value is not None
    }


def printed(editions: str) -> Mapping[str, float]:
    return {address: cell["value"] for address, cell in expected_json(truth(editions)).items()}


@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize("beside", ["first", "second"])
@pytest.mark.parametrize("editions", ["2019", "hybrid"])
def test_a_group_that_is_a_row_cut_behind_a_word_that_other_rows_bear(editions: str, beside: str, gap: bool) -> None:
    payload = cut(editions, "(六) 其他处理", "(六) 其他", beside=beside, gap=gap)
    assert numbers(payload) == printed(editions)


@pytest.mark.parametrize("editions", ["2019", "hybrid"])
def test_the_end_of_its_label_lost(editions: str) -> None:
    text = print_tab_text(truth(editions)).decode().replace("(六) 其他处理", "(六) 其他")
    assert numbers(text.encode()) == printed(editions)


@pytest.mark.parametrize("beside", ["first", "second"])
@pytest.mark.parametrize("head", ["一、本年新收", "一、本年新收政府信息公开"])
def test_the_first_row_below_the_header(head: str, beside: str) -> None:
    payload = cut("2021", "一、本年新收政府信息公开申请数量", head, beside=beside)
    assert numbers(payload) == printed("2021")
    assert numbers(payload.replace("一、本年".encode(), "、本年".encode())) == printed("2021")
