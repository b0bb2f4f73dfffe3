from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from disclosure.report import Status
from parsers import parse, parse_all
from parsers.sniff import DOCX, HTML, OFD, PDF, TEXT, UNKNOWN, sniff


def package(*members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("payload", "media_type"),
    [
        (b"%PDF-1.7\n", PDF),
        (b"\r\n\r\n%PDF-1.4\n", PDF),
        (b"  <!DOCTYPE html><html>", HTML),
        ("\ufeff<div>正文</div>".encode(), HTML),
        ("<html><p>正文</p></html>".encode("utf-16"), HTML),
        ("一、总体情况\n甲\t1".encode(), TEXT),
        ("一、总体情况".encode("gb18030"), TEXT),
        (package("word/document.xml"), DOCX),
        (package("OFD.xml"), OFD),
        (package("年报.pdf"), "application/zip"),
        (b"PK\x03\x04 torn", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x00\x01\x02", UNKNOWN),
    ],
)
def test_types_by_content(payload: bytes, media_type: str) -> None:
    assert sniff(payload) == media_type


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff\xe0 jpeg", "scan"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "no reader: an old office file"),
        (package("word/document.xml"), "damaged"),
        (package("OFD.xml"), "damaged: OFD.xml is no well-formed XML"),
        (b"%PDF-1.7\nnot really", ""),
        (b"\x00\x01\x02", "no reader"),
    ],
)
def test_what_cannot_be_read_says_why(payload: bytes, reason: str) -> None:
    report = parse(payload, name="年报")
    assert report.status is Status.UNREADABLE
    (finding,) = report.findings
    assert finding.rule == "unreadable"
    assert finding.message.startswith(reason)
    assert report.sha256 == hashlib.sha256(payload).hexdigest()


def test_parse_all_gives_a_list() -> None:
    assert [report.status for report in parse_all("通知".encode())] == [Status.NOT_A_REPORT]
