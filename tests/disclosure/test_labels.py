import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.labels import is_interleaving, key, normalise


@pytest.mark.parametrize(
    ("printed", "same_as"),
    [
        ("（一） 予以公开", "(一)予以公开"),
        ("一、本年新收", "、本年新收"),
        ("1．属于国家秘密", "1.属于国家秘密"),
        ("①属于国家秘密", "属于国家秘密"),
        ("3. 危及“三安全一稳定”", '3.危及"三安全一稳定"'),
        ("本年收费金額（单位：万元）", "本年收费金额(单位:万元)"),
        ("规\u00a0\u3000章", "规章"),
    ],
)
def test_spellings_of_one_label(printed: str, same_as: str) -> None:
    assert key(printed) == key(same_as)


def test_numbers_inside_a_label_stay() -> None:
    assert key("2021年规章") == "2021年规章"


@given(st.text("甲乙丙丁", max_size=6), st.text("甲乙丙丁", max_size=6), st.randoms())
def test_a_weave_of_two_texts_is_recognised(first: str, second: str, random: object) -> None:
    left, right, woven = list(first), list(second), ""
    while left or right:
        woven += (left if left and (not right or random.random() < 0.5) else right).pop(0)  # type: ignore[attr-defined]
    assert is_interleaving(woven, first, second)


@pytest.mark.parametrize("text", ["甲乙丙", "乙甲丁丙", "甲乙丙丁丁"])
def test_what_is_no_weave(text: str) -> None:
    assert not is_interleaving(text, "甲乙", "丙丁")


@given(st.text(max_size=30))
def test_normalising_twice_is_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
