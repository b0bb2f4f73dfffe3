"""Packages that are damaged, or made to harm: each is told in one sentence, at once."""

from __future__ import annotations

import struct
import time
import zipfile
from io import BytesIO

import pytest

from disclosure.report import Status
from parsers import parse
from parsers.document import UnreadableError
from parsers.readers import package
from parsers.readers.docx import read
from parsers.readers.package import Package
from tests.clocks import computing_seconds
from tests.parsers.docx_files import NAMESPACES, document, docx, pack, paragraph

MAIN = "word/document.xml"


def packed(data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr(MAIN, data)
    return stream.getvalue()


def with_declared_size(payload: bytes, size: int) -> bytes:
    """The same package, its one member said to have this size in both of its headers."""
    directory = payload.rindex(b"PK\x01\x02")
    forged = bytearray(payload)
    forged[22:26] = forged[directory + 24 : directory + 28] = struct.pack("<L", size)
    return bytes(forged)


def with_flag(payload: bytes) -> bytes:
    """The same package, its one member marked as encrypted."""
    directory = payload.rindex(b"PK\x01\x02")
    forged = bytearray(payload)
    forged[6] |= 1
    forged[directory + 8] |= 1
    return bytes(forged)


GOOD = docx(paragraph("一、总体情况") * 50)
BOMB = packed(document("<w:p/>" * 20_000_000).encode())
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {each} "{f"&{before};" * 10}">' for before, each in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
)
WIDE_ROW = '<w:tc><w:tcPr><w:gridSpan w:val="200"/></w:tcPr></w:tc>' * 2
WIDE = f"<w:tbl>{f'<w:tr>{WIDE_ROW}</w:tr>' * 300}</w:tbl>"
MANY = {f"word/media/{number}": "" for number in range(6000)}


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        pytest.param(GOOD[: len(GOOD) // 2], "damaged: the package was cut off", id="cut in half"),
        pytest.param(GOOD[:-30], "damaged: the package was cut off", id="directory cut"),
        pytest.param(packed(b"<w:document"), "damaged: word/document.xml is no well-formed XML", id="no XML"),
        pytest.param(pack({"word/media/a.xml": "x"}), "damaged: the package holds no document", id="no document"),
        pytest.param(docx(""), "empty: no text", id="nothing in it"),
        pytest.param(docx("<w:p><w:r><a:blip/></w:r></w:p>"), "scan: ", id="pictures only"),
        pytest.param(BOMB, "too large: word/document.xml unpacks to more than", id="bomb"),
        pytest.param(with_declared_size(BOMB, 500), "damaged: word/document.xml cannot be unpacked", id="size too low"),
        pytest.param(packed(b"x" * 9, zipfile.ZIP_LZMA), "damaged: word/document.xml is packed by", id="LZMA"),
        pytest.param(with_flag(packed(document("").encode())), "encrypted: needs a password", id="ZIP encryption"),
        pytest.param(packed(LAUGHS.encode()), "damaged: word/document.xml is no", id="billion laughs"),
        pytest.param(
            packed(LAUGHS.encode("utf-16")), "damaged: word/document.xml is no", id="billion laughs in UTF-16"
        ),
        pytest.param(packed(OUTSIDE.encode()), "refused: word/document.xml declares entities", id="outside entity"),
        pytest.param(
            packed(document("<w:sdt>" * 900 + "</w:sdt>" * 900).encode()), "too deep: word/document.xml", id="depth"
        ),
        pytest.param(docx(WIDE), "too large: a table has more than", id="wide table"),
        pytest.param(pack({MAIN: document(""), **MANY}), "too large: the package has more than", id="many"),
    ],
)
def test_told_at_once(payload: bytes, reason: str) -> None:
    begun = time.process_time()
    with pytest.raises(UnreadableError) as caught:
        read(payload)
    report = parse(payload)
    assert time.process_time() - begun < 2
    assert str(caught.value).startswith(reason)
    assert "\n" not in str(caught.value)
    if report.media_type != "application/zip":
        assert (report.status, report.findings[0].message) == (Status.UNREADABLE, str(caught.value))


def test_a_password_hides_the_package_in_an_ole_file() -> None:
    payload = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    assert parse(payload).findings[0].message == "encrypted: needs a password"


def test_all_parts_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LARGEST_INFLATED", 1000)
    opened = Package(pack({"a": "x" * 600, "b": "y" * 600}))
    assert opened.read("a") == b"x" * 600
    with pytest.raises(UnreadableError, match="too large: b unpacks to more than 400 bytes"):
        opened.read("b")


def test_paths_of_many_siblings_take_linear_time() -> None:
    few, many = (docx("".join(paragraph(f"第{number}段") for number in range(count))) for count in (2000, 32000))
    # Sixteen times as many: linear is 16 times as long, quadratic 256 times.
    assert computing_seconds(lambda: read(many)) < 64 * min(computing_seconds(lambda: read(few)) for _ in range(3))
