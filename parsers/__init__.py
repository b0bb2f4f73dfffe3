"""Bytes in, reports out: one reader a format, one document model, one recogniser of the statutory tables.

Pure: no network, no clock, no database, no global state.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from dataclasses import replace

from disclosure.report import Finding, Report, Severity, Status
from parsers.document import Document, UnreadableError
from parsers.readers.limits import LARGEST_FILE
from parsers.recogniser import recognise
from parsers.sniff import DOCX, HTML, OFD, OLE, PDF, TEXT, XLS, XLSX, sniff

__all__ = ["PARSER_VERSION", "SeveralReportsError", "parse", "parse_all"]

#: raised with every change that may alter a reading; the warehouse keeps the parses of each version apart
PARSER_VERSION = "4"
_READERS = {TEXT: "text", HTML: "html", PDF: "pdf", DOCX: "docx", OFD: "ofd", XLSX: "xlsx", XLS: "xls"}
#: office files with a password hide their package in an OLE file, in a stream of this name
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class SeveralReportsError(ValueError):
    """Raised by ``parse`` when a payload holds more than one report; the caller wants ``parse_all``."""


def parse(payload: bytes, *, name: str = "", url: str = "") -> Report:
    """The one report in a payload. ``name`` (file name or link text) and ``url`` are hints, trusted last.

    A payload that cannot be read gives a report with status ``unreadable`` and a finding that says why.
    Raises SeveralReportsError if there are several.
    """
    reports = parse_all(payload, name=name, url=url)
    if len(reports) > 1:
        raise SeveralReportsError(f"{name or url or 'the payload'} holds {len(reports)} reports; use parse_all")
    return reports[0]


def parse_all(payload: bytes, *, name: str = "", url: str = "") -> list[Report]:
    """All reports in a payload, at least one (perhaps with status ``unreadable`` or ``not_a_report``)."""
    sha256 = hashlib.sha256(payload).hexdigest()
    media_type = sniff(payload)
    try:
        report = recognise(_read(payload, media_type), name=name or url)
    except UnreadableError as error:
        finding = Finding("unreadable", Severity.ERROR, str(error))
        report = Report(Status.UNREADABLE, findings=(finding,), media_type=media_type)
    return [replace(report, sha256=sha256)]


def _read(payload: bytes, media_type: str) -> Document:
    if not payload:
        raise UnreadableError("empty: the file has no bytes")
    if len(payload) > LARGEST_FILE:
        raise UnreadableError(f"too large: the file has {len(payload)} bytes, {LARGEST_FILE} are read at most")
    if media_type.startswith("image/"):
        raise UnreadableError(f"scan: the file is a picture ({media_type}), not text")
    if media_type == OLE and _ENCRYPTED_PACKAGE in payload:
        raise UnreadableError("encrypted: needs a password")
    if media_type == OLE:
        raise UnreadableError("needs LibreOffice: the file is an old Office document (DOC or WPS)")
    reader = _reader_of(media_type)
    if reader is None:
        raise UnreadableError(f"no reader: files of type {media_type} are not read yet")
    return reader(payload)


def _reader_of(media_type: str) -> Callable[[bytes], Document] | None:
    """The reader of a media type; imported when first needed, because PDF and HTML engines are slow to load."""
    module = _READERS.get(media_type)
    return importlib.import_module(f"parsers.readers.{module}").read if module else None
