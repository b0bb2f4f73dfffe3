"""LibreOffice as a listener: what it converts, what it must not do, and how it ends."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest

from disclosure.report import Status
from parsers import parse_all
from parsers.sniff import DOC, ODT, RTF
from pipeline import converter
from pipeline.converter import ConversionError, LibreOffice, find_program
from pipeline.supervised import Limits
from pipeline.workers import ParserWorker
from replica.press.converter import WRITER
from replica.press.docx import print_docx
from replica.press.html import print_html
from replica.press.truth import make_truth, read_cells
from tests.parsers.archive_files import zip_file
from tests.parsers.doc_files import odt_file

RICH = rb"{\rtf1\ansi\uc0 \u25919\u24220\par}"
TRUTH = make_truth(4)

pytestmark = pytest.mark.skipif(find_program() is None, reason="the package libreoffice-writer-nogui is not installed")


@pytest.fixture(scope="module")
def office() -> Iterator[LibreOffice]:
    with LibreOffice() as office:
        yield office


@pytest.fixture(scope="module")
def doc() -> bytes:
    return WRITER.convert({"report": print_docx(TRUTH)})["report"]


def process_of(office: LibreOffice) -> psutil.Process:
    assert office._process is not None
    return psutil.Process(office._process._process.pid)


def test_a_doc_is_read_and_libreoffice_starts_only_for_it(office: LibreOffice, doc: bytes) -> None:
    with ParserWorker(converter=LibreOffice()) as worker:
        [report] = worker.parse(print_docx(TRUTH))
        assert worker.converter._process is None
        [report] = worker.parse(doc, name="年报.wps")
        assert worker.converter._process is not None
    assert worker.converter._process is None
    assert (report.status, report.media_type) == (Status.RECONCILED, DOC)
    expected = {cell: (said["state"], said["value"]) for cell, said in read_cells(TRUTH.cells).items()}
    assert {cell: (reading.state.value, reading.value) for cell, reading in report.cells.items()} == expected


def test_one_process_converts_file_after_file(office: LibreOffice, doc: bytes) -> None:
    office.convert(RICH, RTF)
    before = process_of(office)
    for payload, kind in ((doc, DOC), (RICH, RTF), (odt_file("<text:p>政府</text:p>"), ODT)):
        [report] = parse_all(payload, converter=office)
        assert (report.status is Status.RECONCILED) == (kind == DOC)
        assert report.media_type == kind
        assert report.findings[0].rule != "unreadable"
    assert process_of(office) == before
    assert office._folder is not None
    assert not list(Path(office._folder.name).glob("document*"))


def test_documents_in_an_archive_are_converted_too(office: LibreOffice, doc: bytes) -> None:
    payload = zip_file({"甲镇.doc": doc, "乙镇.html": print_html(make_truth(5)), "丙镇.wps": doc[:5000]})
    with ParserWorker(converter=office) as worker:
        reports = worker.parse(payload)
    assert [(report.member, report.status.value) for report in reports] == [
        ("甲镇.doc", "reconciled"),
        ("乙镇.html", "reconciled"),
        ("丙镇.wps", "unreadable"),
    ]
    assert (
        reports[2]
        .findings[0]
        .message.startswith(("damaged: the document was cut", "no reader: an old office file, torn"))
    )


def test_what_it_can_make_nothing_of_is_told(office: LibreOffice) -> None:
    with pytest.raises(ConversionError, match="damaged: LibreOffice can make nothing of the document"):
        office.convert(b"PK\x03\x04 torn", ODT)


def test_it_opens_no_link(office: LibreOffice, tmp_path: Path) -> None:
    """Pictures, objects and sections that a document takes from elsewhere are ways into the network, and to files."""
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET  # noqa: N815  the names that http.server calls

        def log_message(self, *_: object) -> None: ...

    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    frame = '<draw:frame svg:width="2cm" svg:height="2cm">{}</draw:frame>'
    linked = "".join(
        frame.format(f'<draw:{kind} xlink:href="{address}/{kind}" xlink:type="simple" xlink:actuate="onLoad"/>')
        for kind in ("image", "object", "floating-frame")
    )
    sections = "".join(
        f'<text:section text:name="{number}"><text:section-source xlink:href="{url}"/><text:p>x</text:p></text:section>'
        for number, url in enumerate((f"{address}/section", secret.as_uri()))
    )
    try:
        made = office.convert(odt_file(f"<text:p>政府{linked}</text:p>{sections}"), ODT)
        fields = "".join(
            f'{{\\field{{\\*\\fldinst {kind} "{url}" \\\\d}}{{\\fldrslt x}}}}'
            for kind, url in (("INCLUDEPICTURE", address), ("INCLUDETEXT", address), ("INCLUDETEXT", str(secret)))
        )
        office.convert(f"{{\\rtf1{{\\*\\template {address}/template}} {fields}\\par}}".encode(), RTF)
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert b"SECRET" not in package.read("word/document.xml")


def test_a_process_that_was_ended_from_outside_says_nothing_of_the_document(office: LibreOffice, doc: bytes) -> None:
    office.convert(doc, DOC)
    process_of(office).kill()
    assert office.convert(doc, DOC).startswith(b"PK\x03\x04")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(memory=700_000_000, computing=60, waiting=60), "memory: LibreOffice ended by SIG"),
        (Limits(computing=1), "time: LibreOffice computed for more than 1 s"),
    ],
)
def test_a_document_that_bursts_or_takes_its_time_is_told_and_the_next_converted(limits: Limits, reason: str) -> None:
    rows = rb"\trowd\cellx100\cellx200\pard\intbl 1\cell 2\cell\row "
    with LibreOffice(limits) as office:
        with pytest.raises(ConversionError, match=reason):
            office.convert(rb"{\rtf1 " + rows * 100_000 + b"}", RTF)
        assert office.convert(RICH, RTF).startswith(b"PK\x03\x04")


def test_one_that_hangs_is_ended_and_the_next_file_converted(doc: bytes) -> None:
    with LibreOffice() as office:
        office.convert(RICH, RTF)
        assert office._process is not None
        office._process._limits = Limits(waiting=0.5, starving=1)
        hung = process_of(office)
        hung.suspend()
        with pytest.raises(ConversionError, match="time: LibreOffice gave no answer"):
            office.convert(doc, DOC)
        assert not hung.is_running()
        assert office.convert(doc, DOC).startswith(b"PK\x03\x04")


def test_it_is_replaced_after_some_files_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(converter, "FILES", 2)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with LibreOffice() as office:
        office.convert(RICH, RTF)
        first = process_of(office)
        assert len(list(tmp_path.iterdir())) == 1
        office.convert(RICH, RTF)
        assert not first.is_running()
        assert list(tmp_path.iterdir()) == []


def test_without_libreoffice_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch, doc: bytes) -> None:
    monkeypatch.setenv("PATH", "")
    with ParserWorker() as worker:
        [report] = worker.parse(doc)
    assert report.findings[0].message == "needs LibreOffice: the file is an old Word document (DOC or WPS)"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux tells a child of its parent's end")
def test_it_ends_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = (
        "from pipeline.converter import *; o = LibreOffice(); o.convert(b'{\\\\rtf1 x}', 'application/rtf'); input()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-P", "-c", script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
    )
    limit = time.monotonic() + 60
    while not (children := psutil.Process(parent.pid).children()) and time.monotonic() < limit:
        time.sleep(0.02)
    [child] = children
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    psutil.wait_procs([child], timeout=10)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
