"""The media type of bytes, by content and never by name."""

from __future__ import annotations

import re

import olefile

from parsers.document import UnreadableError
from parsers.readers.package import Package

PDF, HTML, TEXT, OLE = "application/pdf", "text/html", "text/plain", "application/x-ole-storage"
MHTML = "multipart/related"
#: documents of word processors that are converted to be read: Word and WPS, RTF, Word's XML of 2003, OpenDocument, UOF
DOC, RTF, WORD_XML = "application/msword", "application/rtf", "application/vnd.ms-word.xml"
ODT, UOF = "application/vnd.oasis.opendocument.text", "application/vnd.uof.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
OFD, ZIP = "application/ofd", "application/zip"
RAR, SEVEN_ZIP, GZIP = "application/vnd.rar", "application/x-7z-compressed", "application/gzip"
UNKNOWN = "application/octet-stream"

_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (rb"{\rtf", RTF),
    (b"\x1f\x8b", GZIP),
)
#: what old office files are packed in
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: the streams that hold an old workbook, of 1997 and of 1995
_BOOKS = ("Workbook", "Book")
_WORD = "WordDocument"
_FIRST_SECTOR, _WORD_MAGIC = 512, b"\xec\xa5"  # [MS-CFB] 2.2, [MS-DOC] 2.5.2
#: packages of OpenDocument begin with a member that names their type, unpacked (OpenDocument 1.2, part 3, 3.3)
_NAME_AT = 30
_ODT_HEAD = b"mimetype" + ODT.encode()
_OTHER_WORD = ((b'<?mso-application progid="Word.Document"', WORD_XML), (b"<uof:UOF", UOF))
#: a web page with all its files in one, as mail: so Word and WPS save it
_MIME = re.compile(rb"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", re.IGNORECASE)
#: the members that tell what a package holds; some editors number the document
_MEMBERS = ((r"word/document\d*\.xml", DOCX), (r"xl/workbook\.xml", XLSX), (r"OFD\.xml", OFD))
_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p|span|title|h1)\b", re.IGNORECASE)
#: tables within Markdown, some of them each a page of its own
_TABLES = re.compile(
    rb"(?:<html>\s*<body>\s*)?<table\b.*?(?:</table>(?:\s*</body>\s*</html>)?|\Z)", re.DOTALL | re.IGNORECASE
)
#: PDF readers accept a header within the first kilobyte (ISO 32000-1, annex H.3.4.1)
_HEAD = 1024
_HTML_HEAD = 16384


def sniff(payload: bytes) -> str:
    """The media type; UNKNOWN for bytes that are no text and no format known here."""
    head = payload[:_HEAD]
    if head.startswith(b"PK\x03\x04"):
        return _sniff_package(payload)
    if head.startswith(_OLE_MAGIC):
        return _sniff_ole(payload)
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if b"%PDF-" in head:
        return PDF
    return _sniff_text(payload)


def _sniff_text(payload: bytes) -> str:
    head = payload[:_HEAD]
    for words, media_type in _OTHER_WORD:
        if words in head:
            return media_type
    if _MIME.match(head) and b"multipart/related" in payload[:_HTML_HEAD].lower():
        return MHTML
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    start = payload[:_HTML_HEAD].replace(b"\x00", b"") if wide else payload[:_HTML_HEAD]
    if _TAG.search(start) and (start.lstrip().startswith(b"<") or _TAG.search(_TABLES.sub(b"", start))):
        return HTML
    return UNKNOWN if b"\x00" in head and not wide else TEXT


def _sniff_package(payload: bytes) -> str:
    if payload.startswith(_ODT_HEAD, _NAME_AT):
        return ODT
    try:
        names = Package(payload).names
    except UnreadableError:
        # Torn or malicious: its reader says so. Each member's name also stands before the member itself.
        return next((media_type for member, media_type in _MEMBERS if re.search(member.encode(), payload)), ZIP)
    return next((kind for member, kind in _MEMBERS if any(re.fullmatch(member, name) for name in names)), ZIP)


def _sniff_ole(payload: bytes) -> str:
    try:
        with olefile.OleFileIO(payload) as file:
            if any(file.exists(book) for book in _BOOKS):
                return XLS
            return DOC if file.exists(_WORD) else OLE
    except Exception:  # olefile believes what the bytes say and fails wherever they lie
        # Torn: the directory may be left, and documents mostly stand before all else.
        if _WORD.encode("utf-16-le") in payload or payload.startswith(_WORD_MAGIC, _FIRST_SECTOR):
            return DOC
        return XLS if _BOOKS[0].encode("utf-16-le") in payload else OLE
