import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.forms import load_forms
from disclosure.labels import alike, has_pinyin, is_interleaving, key, normalise


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
        ("（一）予以公(gong)开(kai)", "(一)予以公开"),
        ("二、上年結轉政府信息公開申請數量", "上年结转政府信息公开申请数量"),
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


def test_no_two_labels_of_a_table_look_alike() -> None:
    for form in load_forms().values():
        for table in form.tables.values():
            labels = {key(label) for block in table.blocks for row in block.rows for label in row.labels}
            assert len({alike(label) for label in labels}) == len(labels)


def test_characters_that_recognition_confuses() -> None:
    assert alike(key("5.要求行政机关确认或重新出具己荻取信息")) == alike(key("要求行政机关确认或重新出具已获取信息"))
    assert alike(key("重复中请")) == alike(key("2.重复申请"))


@pytest.mark.parametrize(("text", "printed"), [("公(gong)开", True), ("公（gong）开", True), ("规章(N/A)", False)])
def test_pinyin_is_seen(text: str, printed: bool) -> None:
    assert has_pinyin(text) is printed
