"""The archive: WARC files (ISO 28500) of what the crawl saw.

One writer a file, never reopened. The payload is the body after content decoding, the very bytes that parsers get and
that sha256 is taken of; so Content-Encoding and Transfer-Encoding are left out of the archived headers and
Content-Length is that of the payload. WARC-Payload-Digest (SHA-1, base32) is of the same bytes. Each record is a gzip
member of its own, so a byte offset is enough to read one back. A torn last record is what a killed crawl leaves:
readers stop there and say so.

A document that was handed over is a resource record with a field of ours, Gongkai-Source, that says how it came: nobody
was asked for it, so it has no status and no HTTP headers.

A response carries a field of ours, Gongkai-Asked: the site's code and the address as the visit asked for it, so that a
crawl that was cut short can be taken up from the archive (crawler.resume).
"""

import base64
import datetime
import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

DROPPED_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "set-cookie"})
FORM_TYPE = "application/x-www-form-urlencoded"
ASKED = "Gongkai-Asked"
SOURCE = "Gongkai-Source"
DATE = "%Y-%m-%dT%H:%M:%S.%fZ"  #: of WARC-Date: UTC, to the microsecond
CHUNK = 1 << 16
DISK_FULL = 3  #: exit status of a crawl for which the disk had no room


class ArchiveError(ValueError):
    """A record can't be read back; the message says which and why, ``offset`` where it begins."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True)
class ArchivedRecord:
    """One response or resource as archived. ``offset``: bytes from the start of the .warc.gz file.

    ``status``: of a resource 0.
    ``asked``: what the writer was told. ``is_truncated``: the server sent less than it had announced.
    """

    offset: int
    url: str
    date: str
    status: int
    payload: bytes
    headers: tuple[tuple[str, str], ...] = ()
    asked: str | None = None
    is_truncated: bool = False


@dataclass(frozen=True)
class FileCheck:
    """What a WARC file holds. ``torn_at``: the offset of a last record that was cut short, or None."""

    responses: int
    torn_at: int | None


class ArchiveWriter:
    """Writes one new WARC file below an archive folder. Raises FileExistsError when it is there already."""

    def __init__(self, archive: Path, name: str, software: str) -> None:
        self.folder, self.name = archive, name
        path = archive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("xb")
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        info = {"software": software, "format": "WARC File Format 1.1"}
        self._writer.write_record(self._writer.create_warcinfo_record(path.name, info))

    def write(
        self,
        url: str,
        fetched_at: datetime.datetime,
        status: int,
        headers: Iterable[tuple[str, str]],
        payload: bytes,
        form: str | None = None,
        *,
        asked: str | None = None,
        is_truncated: bool = False,
    ) -> int:
        """Appends one response, flushes it, and returns the byte offset of its record.

        ``form``: the body of the POST that it answers; it follows as a request record, with a digest of its own.
        ``asked``: who asked for what, to find the answer by. Raises OSError when the disk does not take it; nothing
        more can be written after that.
        """
        offset = self._file.tell()
        kept = [(name, value) for name, value in headers if name.lower() not in DROPPED_HEADERS]
        http_headers = StatusAndHeaders(
            f"{status} {_phrase(status)}", [*kept, ("Content-Length", str(len(payload)))], protocol="HTTP/1.1"
        )
        record = self._writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(payload),
            length=len(payload),
            http_headers=http_headers,
            warc_headers_dict={
                "WARC-Date": fetched_at.strftime(DATE),
                **({ASKED: asked} if asked else {}),
                **({"WARC-Truncated": "disconnect"} if is_truncated else {}),
            },
        )
        self._writer.write_record(record)
        if form is not None:
            self._write_post(url, form.encode(), record)
        self._file.flush()
        return offset

    def write_resource(self, url: str, received_at: datetime.datetime, payload: bytes, source: str) -> int:
        """Appends a document that was handed over, flushes it, and returns the byte offset of its record.

        ``source``: how it came. Raises OSError when the disk does not take it.
        """
        offset = self._file.tell()
        headers = {
            "WARC-Date": received_at.strftime(DATE),
            "WARC-Payload-Digest": _digest(payload),
            SOURCE: quote(source, safe=" "),
        }
        record = self._writer.create_warc_record(
            url,
            "resource",
            payload=io.BytesIO(payload),
            length=len(payload),
            warc_content_type="application/octet-stream",
            warc_headers_dict=headers,
        )
        self._writer.write_record(record)
        self._file.flush()
        return offset

    def _write_post(self, url: str, body: bytes, response: ArcWarcRecord) -> None:
        parts = urlsplit(url)
        headers = [("Host", parts.netloc), ("Content-Type", FORM_TYPE), ("Content-Length", str(len(body)))]
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        record = self._writer.create_warc_record(
            url,
            "request",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(f"POST {target} HTTP/1.1", headers, is_http_request=True),
            warc_headers_dict={
                "WARC-Date": response.rec_headers.get_header("WARC-Date"),
                "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
            },
        )
        self._writer.write_record(record)

    def __enter__(self) -> Self:
        """The writer itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        """Closes the file for good."""
        self._file.close()


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _members(path: Path, start: int) -> Iterator[tuple[int, bytes]]:
    """Offset and content of each gzip member from an offset on. Raises ArchiveError at one that is cut short."""
    with path.open("rb") as file:
        file.seek(start)
        offset, pending = start, b""
        while True:
            inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            parts: list[bytes] = []
            fed = 0
            while not inflater.eof:
                chunk = pending or file.read(CHUNK)
                pending = b""
                if not chunk and fed == 0:
                    return
                if not chunk:
                    raise ArchiveError(f"{path.name}: the record at byte {offset} is cut short.", offset)
                fed += len(chunk)
                try:
                    parts.append(inflater.decompress(chunk))
                except zlib.error as error:
                    raise ArchiveError(
                        f"{path.name}: no readable record at byte {offset} ({error}).", offset
                    ) from error
            yield offset, b"".join(parts)
            pending = inflater.unused_data
            offset += fed - len(pending)


def _digest(payload: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()


def _response(name: str, offset: int, member: bytes) -> ArchivedRecord | None:
    """The response or resource of a member, or None for a record of another type. ArchiveError on a wrong digest."""
    try:
        record = next(ArchiveIterator(io.BytesIO(member)))
        payload = record.raw_stream.read()
    except (ArchiveLoadFailed, StopIteration, EOFError, StatusAndHeadersParserException) as error:
        raise ArchiveError(f"{name}: what stands at byte {offset} is no WARC record.", offset) from error
    if record.rec_type not in ("response", "resource"):
        return None
    if _digest(payload) != record.rec_headers.get_header("WARC-Payload-Digest"):
        raise ArchiveError(f"{name}: the record at byte {offset} does not agree with its digest.", offset)
    return ArchivedRecord(
        offset=offset,
        url=record.rec_headers.get_header("WARC-Target-URI"),
        date=record.rec_headers.get_header("WARC-Date"),
        status=int(record.http_headers.get_statuscode()) if record.http_headers else 0,
        payload=payload,
        headers=tuple(record.http_headers.headers) if record.http_headers else (),
        asked=record.rec_headers.get_header(ASKED),
        is_truncated=record.rec_headers.get_header("WARC-Truncated") is not None,
    )


def read_payload(archive: Path, warc_file: str, warc_offset: int) -> bytes:
    """The archived body at an offset. Raises ArchiveError when there is no whole response there."""
    return read_response(archive, warc_file, warc_offset).payload


def read_response(archive: Path, warc_file: str, warc_offset: int) -> ArchivedRecord:
    """The response archived at an offset. Raises ArchiveError when there is no whole one there."""
    path = archive / warc_file
    if not path.is_file():
        raise ArchiveError(f"{warc_file}: there is no such file in the archive.", warc_offset)
    for offset, member in _members(path, warc_offset):
        if (record := _response(path.name, offset, member)) is not None:
            return record
        break
    raise ArchiveError(f"{warc_file}: no response is archived at byte {warc_offset}.", warc_offset)


def iterate_responses(path: Path, start: int = 0) -> Iterator[ArchivedRecord]:
    """Every whole response of a file in order. Raises ArchiveError where a torn record begins, after all before it."""
    for offset, member in _members(path, start):
        if (record := _response(path.name, offset, member)) is not None:
            yield record


def verify(path: Path, start: int = 0) -> FileCheck:
    """Counts the whole responses from a record on and finds where a torn or damaged one begins."""
    count = 0
    try:
        for _ in iterate_responses(path, start):
            count += 1
    except ArchiveError as error:
        return FileCheck(count, error.offset)
    return FileCheck(count, None)


def whole_size(path: Path, logged: Iterable[int]) -> int:
    """Where the whole records of a file end, in bytes: its size, unless it was cut short after the last of ``logged``.

    ``logged``: offsets of records that are known to have been whole. Only what comes after the last of them that can be
    read is in doubt.
    """
    for start in sorted({0, *logged}, reverse=True):
        torn_at = verify(path, start).torn_at
        if torn_at is None or torn_at > start:
            break
    return min(path.stat().st_size, path.stat().st_size if torn_at is None else torn_at)
