"""Web pages with all their files in one, often under the name of a DOC."""

from __future__ import annotations

import base64
import quopri
import random

import pytest

from disclosure.report import Status
from parsers import parse
from parsers.sniff import HTML, MHTML, sniff
from replica.press.html import print_html
from replica.press.truth import make_truth

PAGE = print_html(make_truth(2)).decode()
UNDECLARED = PAGE.replace("charset=", "data-charset=")


def mhtml(page: bytes, encoding: str, charset: str = "", line_end: str = "\r\n") -> bytes:
    """A web archive as Word writes it: the page, and a picture."""
    packed = base64.encodebytes(page) if encoding == "base64" else quopri.encodestring(page)
    head = 'MIME-Version: 1.0\nX-Document-Type: Document\nContent-Type: multipart/related; boundary="--=_Part"\n\n'
    part = f"Content-Location: file:///C:/report.htm\nContent-Transfer-Encoding: {encoding}\n"
    kind = f"Content-Type: text/html{f'; charset={charset}' if charset else ''}\n\n"
    picture = "\n----=_Part\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0=\n----=_Part--\n"
    text = f"{head}----=_Part\n{part}{kind}{packed.decode('ascii')}{picture}"
    return text.replace("\n", line_end).encode()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize(
    ("page", "charset"),
    [(PAGE.encode(), ""), (UNDECLARED.encode("gb18030"), "gb2312"), (UNDECLARED.encode(), "utf-8")],
)
def test_the_page_within_is_read(page: bytes, charset: str, encoding: str) -> None:
    payload = mhtml(page, encoding, charset)
    assert sniff(payload) == MHTML
    report = parse(payload)
    assert (report.status, report.media_type) == (Status.RECONCILED, MHTML)
    assert report.cells == parse(PAGE.encode()).cells


def test_headers_before_the_version_and_plain_line_ends() -> None:
    payload = b"From: <Saved by a browser>\nSubject: =?utf-8?Q?x?=\n" + mhtml(PAGE.encode(), "base64", line_end="\n")
    assert sniff(payload) == MHTML
    assert parse(payload).status is Status.RECONCILED


def test_a_page_that_speaks_of_mail_is_a_page() -> None:
    assert sniff(b"<html><body>MIME-Version: 1.0 multipart/related</body></html>") == HTML


def test_a_web_archive_without_a_page_says_so() -> None:
    payload = (
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: image/png\n\n--x--\n'
    )
    (finding,) = parse(payload).findings
    assert finding.message == "empty: no page in the web archive"


@pytest.mark.parametrize("charset", ["undefined", '"a\x00b"', "hex", "=?utf-8?q?=ff?="])
def test_a_charset_that_is_none_is_passed_over(charset: str) -> None:
    assert parse(mhtml(UNDECLARED.encode(), "base64", charset)).status is Status.RECONCILED
    declared = f"<meta charset={charset}>".join(UNDECLARED.split("<head>", 1)) if charset == "undefined" else UNDECLARED
    assert parse(declared.encode()).status is Status.RECONCILED


def test_any_damage_is_told_or_harmless() -> None:
    payload, rng = mhtml(PAGE.encode()[:3000], "quoted-printable", "gb2312"), random.Random(3)
    for number in range(150):
        torn = bytearray(payload)
        for _ in range(rng.randint(1, 12)):
            torn[rng.randrange(len(torn) if number % 2 else 400)] = rng.randrange(256)
        assert parse(bytes(torn))
