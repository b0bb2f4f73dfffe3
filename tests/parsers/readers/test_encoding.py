import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.readers.encoding import decode

TEXT = "政府信息公开工作年度报告：镕"  # the last character is in GBK and not in GB2312


@pytest.mark.parametrize(
    ("payload", "charset", "encoding"),
    [
        (codecs.BOM_UTF8 + TEXT.encode(), "gbk", "utf-8-sig"),
        (f"<meta charset=gb2312>{TEXT}".encode("gb18030"), "utf-8", "gb18030"),
        (f'<meta http-equiv="Content-Type" content="text/html; charset=GBK">{TEXT}'.encode("gb18030"), None, "gb18030"),
        (TEXT.encode("gb18030"), "gb2312", "gb18030"),
        (TEXT.encode(), "gb2312", "utf-8"),  # a wrong header that does not fit
        (TEXT.encode(), None, "utf-8"),
        (TEXT.encode("gb18030"), None, "gb18030"),
        (TEXT.encode("gb18030"), "no-such-charset", "gb18030"),
        (TEXT.encode("utf-16"), None, "utf-16"),
    ],
)
def test_the_order_of_trust(payload: bytes, charset: str | None, encoding: str) -> None:
    decoded = decode(payload, charset=charset)
    assert decoded.text.endswith(TEXT)
    assert (decoded.encoding, decoded.findings) == (encoding, ())


def test_replaced_characters_are_told() -> None:
    decoded = decode(TEXT.encode() + b"\xff\xff\xff")
    assert decoded.text.startswith(TEXT)
    assert [finding.rule for finding in decoded.findings] == ["encoding"]


@given(st.text())
def test_utf_8_comes_back(text: str) -> None:
    if not text.encode().startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and "meta" not in text:
        assert decode(text.encode()).text == text
