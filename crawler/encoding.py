"""Bytes of a web page to text, for reading lists and links.

Order: byte order mark, XML declaration or meta element, Content-Type header, strict UTF-8, strict GB18030, then the one
of these two that leaves fewer characters unread. ``gb2312`` and ``gbk`` are read as GB18030, of which they are parts:
pages that claim the smaller sets use characters of the larger one.
"""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_-]+)", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030", "cp936"}


def decode_page(body: bytes, content_type: str = "") -> str:
    """Text of a page; never fails. ``content_type``: the header's value, or empty."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, errors="replace")
    for name in (*_declared(body, content_type), "utf-8", "gb18030"):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    # A cut character spoils a whole page for every strict reading; the encoding is the one that it hurts least.
    texts = [body.decode(name, errors="replace") for name in ("utf-8", "gb18030")]
    return min(texts, key=lambda text: text.count("\ufffd"))


def _declared(body: bytes, content_type: str) -> list[str]:
    names = []
    if in_page := _XML.match(body) or _META.search(body[:4096]):
        names.append(in_page[1].decode("ascii").lower())
    if in_header := _HEADER.search(content_type):
        names.append(in_header[1].lower())
    # A server's ISO-8859-1 is a default that nobody chose: it decodes everything and means nothing here.
    return ["gb18030" if name in _CHINESE else name for name in names if not name.startswith("iso-8859")]
