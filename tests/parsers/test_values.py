from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.report import State
from parsers.values import footnote_mark, is_value, read_value


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("0", "0", None),
        ("１２", "12", None),
        ("1,234", "1234", None),
        ("1，234，567", "1234567", None),
        ("1 234", "1234", None),
        ("4.043", "4.043", None),
        ("251000元", "251000", "元"),
        ("3 件", "3", "件"),
        ("+1036", "1036", None),
        ("-3", "-3", None),
        ("增加2", "2", None),
        ("减少3", "-3", None),
        ("零", "0", None),
    ],
)
def test_numbers(raw: str, value: str, unit: str | None) -> None:
    read = read_value(raw)
    assert (read.state, read.value, read.unit) == (State.NUMBER, Decimal(value), unit)


@pytest.mark.parametrize(
    ("raw", "value", "mark"),
    [
        ("12①", 12, "①"),
        ("1²", 1, "²"),
        ("5*", 5, "*"),
        ("3[注1]", 3, "[注1]"),
        ("4（注）", 4, "（注）"),
        ("6件 ②\n", 6, "②"),
    ],
)
def test_the_mark_of_a_note_is_no_digit(raw: str, value: int, mark: str) -> None:
    assert (read_value(raw).value, footnote_mark(raw)) == (value, mark)


@pytest.mark.parametrize("raw", ["①5", "①", "12(1)", "²3", "1½"])
def test_what_a_mark_leaves_doubtful_is_text(raw: str) -> None:
    assert (read_value(raw).state, read_value(raw).value) == (State.TEXT, None)


@pytest.mark.parametrize("raw", ["", " ", "\u00a0", "\u3000\n"])
def test_blank(raw: str) -> None:
    assert read_value(raw) == (State.BLANK, None, None, None)


@pytest.mark.parametrize("raw", ["/", "-", "—", "— —", "无", "不适用", "N/A"])
def test_not_applicable(raw: str) -> None:
    assert read_value(raw).state is State.NA


@pytest.mark.parametrize(
    ("raw", "suggested"),
    [
        ("O", "0"),
        ("约47.10", "47.10"),
        ("近5件", "5"),
        ("130余条", "130"),
        ("1 2", "12"),
        ("1  234", "1234"),
        ("0,123", "0.123"),
    ],
)
def test_what_needs_a_guess_is_text_with_a_suggestion(raw: str, suggested: str) -> None:
    read = read_value(raw)
    assert (read.state, read.value) == (State.TEXT, None)
    assert read.suggestion is not None
    assert read.suggestion.value == Decimal(suggested)
    assert is_value(raw)


@pytest.mark.parametrize(
    "raw", ["1,23", "0 100", "01 234", "12.3.4", "详见附件", "1.1234567", "1234567890123", "第二十条", "3/4"]
)
def test_everything_else_is_text(raw: str) -> None:
    read = read_value(raw)
    assert (read.state, read.value, read.suggestion) == (State.TEXT, None, None)


@pytest.mark.parametrize("raw", ["12\n34", "12\n345", "12 \n 345"])
def test_a_line_break_joins_no_digits(raw: str) -> None:
    assert read_value(raw).state is State.TEXT


@given(st.integers(0, 10**12 - 1))
def test_every_spelling_of_a_number_is_that_number(number: int) -> None:
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for raw in (str(number), f"{number:,}", f"{number:,}".replace(",", "，"), wide, f" {number}\u3000", f"{number}件"):
        assert read_value(raw).value == number


@given(st.text(max_size=12))
def test_only_texts_with_digits_or_zero_words_become_numbers(raw: str) -> None:
    if read_value(raw).state is State.NUMBER:
        assert any(character.isdigit() for character in raw) or raw.strip() in ("零", "〇")


@pytest.mark.parametrize("raw", ["\u200b3\u200b", "\ufeff3", "3\xad", "\u200e3"])
def test_characters_of_no_width_are_no_part_of_a_number(raw: str) -> None:
    assert read_value(raw).value == 3
