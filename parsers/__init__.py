"""Bytes in, reports out: one reader a format, one document model, one recogniser of the statutory tables.

Pure: no network, no clock, no database, no global state.
"""

from __future__ import annotations

import hashlib
import importlib
from dataclasses import replace

from disclosure.report import Finding, Report, Severity, Status
from parsers.containers import ARCHIVES, ParseMember, read_archive
from parsers.converter import CONVERTED, Converter
from parsers.document import Document, UnreadableError
from parsers.readers.limits import LARGEST_FILE
from parsers.recogniser import recognise_all
from parsers.sniff import DOCX, HTML, MHTML, OFD, OLE, PDF, TEXT, XLS, XLSX, sniff

__all__ = ["PARSER_VERSION", "SeveralReportsError", "parse", "parse_all"]

#: raised with every change that may alter a reading; the warehouse keeps the parses of each version apart
PARSER_VERSION = "8"
_READERS = {
    TEXT: "markdown",
    HTML: "html",
    PDF: "pdf",
    DOCX: "docx",
    OFD: "ofd",
    XLSX: "xlsx",
    XLS: "xls",
    MHTML: "mhtml",
}
#: office files with a password hide their package in an OLE file, in a stream of this name
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class SeveralReportsError(ValueError):
    """Raised by ``parse`` when a payload holds more than one report; the caller wants ``parse_all``."""


def parse(payload: bytes, *, name: str = "", url: str = "", converter: Converter | None = None) -> Report:
    """The one report in a payload. ``name`` (file name or link text) and ``url`` are hints, trusted last.

    A payload that cannot be read gives a report with status ``unreadable`` and a finding that says why; so do old Word
    documents and the like without a ``converter``. Raises SeveralReportsError if there are several.
    """
    reports = parse_all(payload, name=name, url=url, converter=converter)
    if len(reports) > 1:
        raise SeveralReportsError(f"{name or url or 'the payload'} holds {len(reports)} reports; use parse_all")
    return reports[0]


def parse_all(
    payload: bytes,
    *,
    name: str = "",
    url: str = "",
    converter: Converter | None = None,
    parse_member: ParseMember | None = None,
) -> list[Report]:
    """All reports in a payload, at least one (perhaps with status ``unreadable`` or ``not_a_report``).

    ``parse_member`` parses the files of an archive in a process of their own, say; by default they are parsed here.
    """
    sha256 = hashlib.sha256(payload).hexdigest()
    media_type = sniff(payload)
    try:
        _check(payload, media_type)
        if media_type in ARCHIVES:
            reports = read_archive(payload, media_type, parse_member or _member_parser(converter))
        else:
            reports = recognise_all(_read(payload, media_type, converter), name=name, url=url)
    except UnreadableError as error:
        finding = Finding("unreadable", Severity.ERROR, str(error))
        reports = [Report(Status.UNREADABLE, findings=(finding,), media_type=media_type)]
    return [replace(report, sha256=sha256) for report in reports]


def _member_parser(converter: Converter | None) -> ParseMember:
    return lambda payload, name: parse_all(payload, name=name, converter=converter)


def _check(payload: bytes, media_type: str) -> None:
    if not payload:
        raise UnreadableError("empty: the file has no bytes")
    if len(payload) > LARGEST_FILE:
        raise UnreadableError(f"too large: the file has {len(payload)} bytes, {LARGEST_FILE} are read at most")
    if media_type.startswith("image/"):
        raise UnreadableError(f"scan: the file is a picture ({media_type}), not text")
    if media_type == OLE and _ENCRYPTED_PACKAGE in payload:
        raise UnreadableError("encrypted: needs a password")
    if media_type == OLE:
        raise UnreadableError("no reader: an old office file, torn or with neither a Word document nor a workbook")


def _read(payload: bytes, media_type: str, converter: Converter | None) -> Document:
    """Readers are imported when they are first needed, because PDF and HTML engines are slow to load."""
    if media_type in CONVERTED:
        from parsers.readers import converted

        return converted.read(payload, media_type, converter)
    module = _READERS.get(media_type)
    if module is None:
        raise UnreadableError(f"no reader: files of type {media_type} are not read yet")
    document: Document = importlib.import_module(f"parsers.readers.{module}").read(payload)
    return document
