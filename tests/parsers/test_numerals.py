from __future__ import annotations

import random
from decimal import Decimal

import pytest

from parsers.numerals import LIMIT, read_chinese, read_number, write_chinese


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("零", 0),
        ("〇", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("一十二", 12),
        ("二十三", 23),
        ("一百", 100),
        ("一百零五", 105),
        ("一百一十", 110),
        ("两百三十", 230),
        ("一千零二十", 1020),
        ("三千零四", 3004),
        ("一万", 10_000),
        ("十三万", 130_000),
        ("一万二千三百四十五", 12_345),
        ("二万零三百", 20_300),
        ("一百二十万零六", 1_200_006),
        ("三亿零五十万", 300_500_000),
        ("二〇二三", 2023),
        ("一二", 12),
    ],
)
def test_numerals(numeral: str, number: int) -> None:
    assert read_chinese(numeral) == number


@pytest.mark.parametrize("numeral", ["二百五", "一万二", "百十", "十十", "千", "万", "", "二十三十", "一是", "零零件"])
def test_what_can_be_read_in_two_ways_or_in_none(numeral: str) -> None:
    assert read_chinese(numeral) is None


def test_what_is_written_is_read_again() -> None:
    rng = random.Random(5)
    numbers = [*range(2_000), *(rng.randrange(10 ** rng.randint(4, 12)) for _ in range(2_000)), LIMIT - 1]
    assert [number for number in numbers if read_chinese(write_chinese(number)) != number] == []
    assert len({write_chinese(number) for number in set(numbers)}) == len(set(numbers))


@pytest.mark.parametrize(
    ("number", "scale", "value"),
    [("1,234", "", "1234"), ("1.2", "万", "12000"), ("13", "万", "130000"), ("两", "亿", "200000000"), ("0", "", "0")],
)
def test_scales(number: str, scale: str, value: str) -> None:
    assert read_number(number, scale) == Decimal(value)
