"""Archives of reports: every member is read or told, whatever the archive claims."""

from __future__ import annotations

import hashlib
import io
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping

import pytest

from disclosure.report import Report, Status
from parsers import SeveralReportsError, containers, parse, parse_all
from parsers.containers import member, zip_members
from parsers.sniff import RAR, SEVEN_ZIP, ZIP, sniff
from replica.press.docx import print_docx
from replica.press.html import print_html
from replica.press.pdf import print_pdf
from replica.press.truth import make_truth
from tests.parsers.archive_files import rar_5_file, rar_file, seven_zip_file, zip_file
from tests.parsers.doc_files import ENCRYPTED, ole_file, word_head

try:
    import libarchive  # noqa: F401  whether it is there is the question
except (ImportError, OSError, AttributeError, TypeError):
    LIBRARY = False
else:
    LIBRARY = True

Make = Callable[[Mapping[str, bytes]], bytes]
needs_library = pytest.mark.skipif(not LIBRARY, reason="the package libarchive13 is not installed")
KINDS = [
    pytest.param(zip_file, ZIP, id="zip"),
    pytest.param(seven_zip_file, SEVEN_ZIP, id="7z", marks=needs_library),
    pytest.param(rar_file, RAR, id="rar", marks=needs_library),
    pytest.param(rar_5_file, RAR, id="rar5", marks=needs_library),
]
PAGE, WORD = print_html(make_truth(1)), print_docx(make_truth(2))
PICTURE = b"\x89PNG\r\n\x1a\n"


def told(reports: list[Report]) -> list[tuple[str | None, str]]:
    """Of reports that are unreadable: the member, and why."""
    return [(report.member, report.findings[0].message) for report in reports if report.status is Status.UNREADABLE]


@pytest.mark.parametrize(("make", "media_type"), KINDS)
def test_each_member_gives_its_reports_and_everything_else_is_told(make: Make, media_type: str) -> None:
    files = {
        "甲镇/2023年年报.html": PAGE,
        "甲镇/公章.png": PICTURE,
        "乙镇年报.docx": WORD,
        "程序.exe": b"MZ\x00\x01",
        "说明.txt": b"",
        "丙镇.doc": ole_file("WordDocument", word_head(ENCRYPTED)),
        "甲镇/Thumbs.db": b"\x00",
    }
    payload = make(files)
    assert sniff(payload) == media_type
    reports = parse_all(payload, name="年报.zip")
    assert [report.member for report in reports] == ["甲镇/2023年年报.html", "乙镇年报.docx", "丙镇.doc"]
    assert {report.sha256 for report in reports} == {hashlib.sha256(payload).hexdigest()}
    assert {report.media_type for report in reports} == {media_type}
    assert [report.cells for report in reports[:2]] == [parse(PAGE).cells, parse(WORD).cells]
    assert told(reports) == [("丙镇.doc", "encrypted: needs a password")]
    assert [finding.message for finding in reports[0].findings if finding.rule == "member_not_read"] == [
        "甲镇/公章.png in the archive was not read: it is a picture (image/png)",
        "程序.exe in the archive was not read: its type is not known or not read (application/octet-stream)",
        "说明.txt in the archive was not read: it is empty",
    ]
    with pytest.raises(SeveralReportsError):
        parse(payload)


def test_a_pdf_that_is_stored_first_does_not_make_the_archive_one() -> None:
    """A PDF that is stored first lies within the first kilobyte, where a PDF's own header may stand."""
    report = parse(stored({"年报.pdf": print_pdf(make_truth(3))}))
    assert (report.status, report.member) == (Status.RECONCILED, "年报.pdf")


@pytest.mark.parametrize(
    "name", ["甲镇/年报.txt", "图.txt", "联通.txt", "..\\..\\甲\\b.txt", "甲·乙.txt", "../../etc/甲.txt"]
)
@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_in_the_code_page_of_chinese_windows(name: str, encoding: str) -> None:
    files = {name: b"a"}
    assert [report.member for report in parse_all(zip_file(files, encoding=encoding))] == [name.replace("\\", "/")]
    if LIBRARY:
        made = rar_file(files, encoding=encoding)
        assert [report.member for report in parse_all(made)] == [name.replace("\\", "/")]


@needs_library
def test_names_do_not_depend_on_the_locale() -> None:
    script = (
        "import sys; from parsers import parse_all; from tests.parsers.archive_files import *;"
        "name = chr(0x7532) + '.txt'; makers = (zip_file, rar_file, rar_5_file);"
        "sys.exit(any(parse_all(make({name: b'a'}))[0].member != name for make in makers))"
    )
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", script], env=environment, check=False).returncode == 0


def test_two_members_of_one_path_stay_apart() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("年报.html", PAGE)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("年报.html", PAGE)
    assert [report.member for report in parse_all(stream.getvalue())] == ["年报.html", "年报.html (2)"]


@pytest.mark.parametrize(("make", "media_type"), KINDS)
def test_archives_in_archives(make: Make, media_type: str) -> None:
    payload = make({"甲.zip": make({"乙.zip": make({"年报.html": PAGE, "丙.zip": make({"年报.html": PAGE})})})})
    [report] = parse_all(payload)
    assert (report.member, report.status) == ("甲.zip/乙.zip/年报.html", Status.RECONCILED)
    assert (
        report.findings[-1].message
        == "甲.zip/乙.zip/丙.zip in the archive was not read: more than 2 archives lie around it"
    )


@pytest.mark.parametrize(("make", "media_type"), KINDS)
def test_an_archive_without_any_report_says_so(make: Make, media_type: str) -> None:
    report = parse(make({"公章.png": PICTURE}))
    assert (report.status, report.member) == (Status.UNREADABLE, None)
    assert [finding.message for finding in report.findings] == [
        "empty: no file in the archive can be a report",
        "公章.png in the archive was not read: it is a picture (image/png)",
    ]


def stored(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(stored, "damaged: it cannot be unpacked", id="zip"),
        pytest.param(rar_file, "damaged: its checksum differs", id="rar", marks=needs_library),
        pytest.param(rar_5_file, "damaged: its checksum differs", id="rar5", marks=needs_library),
    ],
)
def test_a_member_that_was_damaged_hides_no_other(make: Make, reason: str) -> None:
    """A turned bit in a stored file is nothing that its reader could see."""
    files = {"甲.txt": b"first " * 900, "乙.txt": random.Random(1).randbytes(2500).hex().encode(), "丙.txt": b"third"}
    whole = make(files)
    at = whole.index(files["乙.txt"][2000:2020])
    reports = parse_all(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert told(reports) == [("乙.txt", reason)]
    assert [report.member for report in reports] == list(files)


@needs_library
def test_a_turned_bit_in_a_7z_is_told() -> None:
    whole = seven_zip_file({"甲.txt": random.Random(1).randbytes(2500).hex().encode()})
    assert told(parse_all(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:]))


@pytest.mark.parametrize(("make", "media_type"), KINDS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_an_archive_that_was_cut_off_says_so(make: Make, media_type: str, share: float) -> None:
    payload = make({"甲.html": PAGE, "乙.docx": WORD})
    reports = parse_all(payload[: int(share * len(payload))])
    assert any(reason.startswith("damaged: ") for _, reason in told(reports))
    assert all(report.status in (Status.UNREADABLE, Status.RECONCILED) for report in reports)


@pytest.mark.parametrize(("make", "media_type"), KINDS)
def test_any_damage_is_told_or_harmless(make: Make, media_type: str) -> None:
    payload, rng = make({"甲.txt": b"a" * 3000, "乙.txt": b"b" * 10}), random.Random(7)
    for _ in range(150):
        torn = bytearray(payload)
        for _ in range(rng.randint(1, 8)):
            torn[rng.randrange(8, len(torn))] = rng.randrange(256)
        assert parse_all(bytes(torn))


def test_a_password_is_told() -> None:
    reports = parse_all(zip_file({"甲.html": PAGE, "乙.docx": WORD}, encrypted=True))
    assert told(reports) == [("甲.html", "encrypted: needs a password")]
    assert reports[1].status is Status.RECONCILED
    if LIBRARY:
        for make in (rar_file, rar_5_file):
            made = parse_all(make({"甲.html": PAGE, "乙.html": PAGE}, encrypted=True))
            assert told(made) == [(name, "encrypted: needs a password") for name in ("甲.html", "乙.html")]


def test_without_the_library_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libarchive", None)
    for payload in (rar_file({"甲.html": PAGE}), rar_5_file({"甲.html": PAGE}), b"7z\xbc\xaf\x27\x1c" + bytes(50)):
        assert told(parse_all(payload)) == [(None, "needs libarchive: the file is a RAR or 7z archive")]
    inner = zip_file({"甲.html": PAGE, "乙.rar": rar_file({"乙.html": PAGE})})
    assert told(parse_all(inner)) == [("乙.rar", "needs libarchive: the file is a RAR or 7z archive")]


def test_bytes_are_counted_while_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(member, "HARMLESS", 1000)
    monkeypatch.setattr(member, "LARGEST_RATIO", 2)
    made = zip_file({"甲.txt": b"a" * 900, "乙.txt": b"b" * 100_000, "丙.txt": b"c"})
    assert [report.member for report in parse_all(made)] == ["甲.txt", None]
    assert told(parse_all(made))[0][1].startswith("too large: the archive unpacks to more than is read")
    monkeypatch.setattr(member, "HARMLESS", 10**6)
    monkeypatch.setattr(zip_members, "HARMLESS_MEMBER", 1000)
    monkeypatch.setattr(zip_members, "LARGEST_RATIO", 2)
    assert told(parse_all(made)) == [("乙.txt", "too large: the file has more than 1000 bytes unpacked")]
    assert [report.member for report in parse_all(made)] == ["甲.txt", "乙.txt", "丙.txt"]


@pytest.mark.parametrize(("make", "media_type"), KINDS)
def test_members_are_counted(make: Make, media_type: str, monkeypatch: pytest.MonkeyPatch) -> None:
    payload = make({f"{number}.txt": b"a%d" % number for number in range(5)})
    monkeypatch.setattr(containers, "MOST_DOCUMENTS", 3)
    reports = parse_all(payload)
    assert [report.member for report in reports] == ["0.txt", "1.txt", "2.txt", None]
    assert told(reports)[0][1].startswith("too long: more than 3 documents in the archive; the rest was left unread")


def test_what_is_no_document_is_told_one_by_one_up_to_a_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MOST_TOLD", 3)
    report = parse(zip_file({f"{number}.png": PICTURE for number in range(5)} | {"甲.html": PAGE}))
    told_of = [finding.message for finding in report.findings if finding.rule == "member_not_read"]
    assert [message.split(" ")[0] for message in told_of] == ["0.png", "1.png", "2.png", "2"]


def test_a_path_is_fit_for_any_database() -> None:
    assert member.clean_path("a\\b\x00\x1b[2J\ud800.txt") == "a/b\ufffd\ufffd[2J\ufffd.txt"
    assert len(member.clean_path("长" * 5000)) == member.LONGEST_PATH
