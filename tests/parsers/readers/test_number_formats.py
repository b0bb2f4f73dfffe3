from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.readers.number_formats import exact, is_date, is_percent, show

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("12.0", "General", "12"),
        ("7730.2799999999997", "General", "7730.28"),
        ("7730.2849", "0.00", "7730.28"),
        ("99.995", "0.00", "100.00"),
        ("-1234.567", "#,##0.0", "-1,234.6"),
        ("1234567", "#,###", "1,234,567"),
        ("12", "#.##", "12"),
        ("5", "000", "005"),
        ("1234", "0000-00", "0012-34"),
        ("12", "@", "12"),
        ("12", "0_ ", "12"),
        ("12", '0"件"', "12件"),
        ("12", "¥#,##0.00", "¥12.00"),
        ("12", "[$¥-804]#,##0.00", "¥12.00"),
        ("0.125", "0.0%", "12.5%"),
        ("0", ACCOUNTING, "-"),
        ("-5.5", ACCOUNTING, "-5.50"),
        ("-5", "0_);(0)", "(5)"),
        ("-5", "[Red]0;[Blue]-0", "-5"),
        ("0", "0;-0;;@", ""),
        ("0", '0.0;0.00;"零"', "零"),
        ("7730.2849", "0.00,", "7.73"),
        ("12345", '0!.0,"万"', "1.2万"),
        ("7", "[>=100]0.0;0", "7"),
        ("700", "[>=100]0.0;0", "700.0"),
        ("45292", 'yyyy"年"m"月"d"日"', "2024年1月1日"),
        ("45292.5", "yyyy/m/d hh:mm:ss", "2024/1/1 12:00:00"),
        ("45292.75", "h:mm AM/PM", "6:00 PM"),
        ("12", "yyyy/m/d", "1900/1/12"),
        ("45292", "yy-mm aaaa", "24-01 星期一"),
        ("1e20", "0", "100000000000000000000"),
    ],
)
def test_numbers_as_shown(stored: str, code: str, shown: str) -> None:
    assert show(exact(stored), code) == shown


def test_days_may_count_from_1904() -> None:
    assert show(exact("43830"), "yyyy/m/d", since_1904=True) == "2024/1/1"


@pytest.mark.parametrize(
    ("stored", "code"),
    [("0.5", "# ?/?"), ("1234", "0.00E+00"), ("12", "[DBNum1]General"), ("1.5", "[h]:mm"), ("-1", "yyyy/m/d")],
)
def test_what_is_not_followed_is_said(stored: str, code: str) -> None:
    assert show(exact(stored), code) is None


@pytest.mark.parametrize("stored", ["NaN", "Infinity", "1e400", "1e999999999", "many", ""])
def test_what_is_no_number_is_refused(stored: str) -> None:
    with pytest.raises((ArithmeticError, ValueError)):
        exact(stored)


def test_quoted_letters_are_no_dates() -> None:
    assert is_date("yyyy/m/d")
    assert not is_date('0"dy"')
    assert is_percent("0%")
    assert not is_percent('0"%"')


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_digits_stay_whatever_the_format(whole: int, decimals: int) -> None:
    number = Decimal(whole).scaleb(-decimals)
    for code in ("0.000000", "#,##0.000000", "General", "_ * #,##0.000000_ ;_ * -#,##0.000000_ "):
        shown = show(exact(str(number)), code)
        assert shown is not None
        assert Decimal(shown.replace(",", "")) == number


@given(st.text(alphabet='0#?.,;%"@\\_*[]<>=1yYmdhsaEe+-/! $件A', max_size=24), st.floats(-1e15, 1e15))
def test_any_format_gives_a_text_or_nothing(code: str, stored: float) -> None:
    shown = show(exact(stored), code)
    assert shown is None or isinstance(shown, str)
