"""Unified social credit codes: the check character, and the division inside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.uscc import ALPHABET, check_character, division_of, is_shaped, is_valid

# 91350100M000100Y43 is the worked example of the standard itself (GB 32100-2015).
EXAMPLE = "91350100M000100Y43"
codes = st.builds(
    lambda start, division, body: start + division + body,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


def test_the_standards_own_example():
    assert is_valid(EXAMPLE)
    assert check_character(EXAMPLE[:-1]) == "3"
    assert division_of(EXAMPLE) == "350100"


@given(codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(first, place, other):
    code = first + check_character(first)
    assert is_valid(code)
    changed = code[:place] + other + code[place + 1 :]
    assert is_valid(changed) == (changed == code)


@given(codes, st.integers(0, 16))
def test_neighbours_that_change_places_are_noticed(first, place):
    code = first + check_character(first)
    changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_valid(changed) == (changed == code)


@pytest.mark.parametrize(
    "code", ["", "331024", EXAMPLE[:-1], EXAMPLE + "3", EXAMPLE.lower(), "I" + EXAMPLE[1:], "91XY0100M000100Y43"]
)
def test_what_is_no_such_code(code):
    assert not is_shaped(code)
    assert not is_valid(code)


@pytest.mark.parametrize("first", ["", "1133", "I1350100M000100Y4", EXAMPLE])
def test_only_seventeen_known_characters_have_a_check_character(first):
    with pytest.raises(ValueError, match="not the beginning"):
        check_character(first)
