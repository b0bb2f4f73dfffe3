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


@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize("beside", ["first", "second"])
def test_an_explanation_on_a_line_of_its_own(beside: str, gap: bool) -> None:
    label = "(二) 部分公开（区分处理的，只计这一情形，不计其他情形）"
    assert numbers(cut("2021", label, "(二) 部分公开", beside=beside, gap=gap)) == printed("2021")


@pytest.mark.parametrize("values_at", [0, 1, 2])
@pytest.mark.parametrize(
    ("label", "heads"),
    [
        ("(六) 其他处理", ("(六) ", "其他")),
        ("一、本年新收政府信息公开申请数量", ("一、本年", "新收政府信息")),
        ("四、结转下年度继续办理", ("四、结转", "下年度")),
        ("5.要求行政机关确认或重新出具已获取信息", ("5.要求行政机关", "确认或重新")),
    ],
)
def test_a_label_in_three_lines(label: str, heads: tuple[str, str], values_at: int) -> None:
    lines = print_tab_text(truth("hybrid")).decode().splitlines()
    at = next(at for at, line in enumerate(lines) if f"{label}\t" in line)
    front, values = lines[at].split(label)
    parts = [*heads, label.removeprefix("".join(heads))]
    empty, indent = "\t" * values.count("\t"), "\t" * front.count("\t")
    lines[at : at + 1] = [
        (front if not place else indent) + part + (values if place == values_at else empty)
        for place, part in enumerate(parts)
    ]
    assert numbers("\n".join(lines).encode()) == printed("hybrid")
