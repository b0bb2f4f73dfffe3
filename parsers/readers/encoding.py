"""Bytes to text: BOM, meta, header, strict UTF-8, strict GB18030, then replacement characters with a finding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from disclosure.report import Finding, Severity

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_META_WITHIN = 4096
#: names that stand for the whole family: pages that declare the smaller set use characters of the larger
_GB18030 = {"gb2312", "gbk", "gb18030", "gb_2312-80", "cp936", "x-gbk", "hz-gb-2312"}


class Decoded(NamedTuple):
    """``findings`` holds one when bytes had to be replaced."""

    text: str
    encoding: str
    findings: tuple[Finding, ...] = ()

    def to_utf_8(self, payload: bytes) -> bytes:
        """The text in UTF-8, which is the payload itself where that is what it was decoded from."""
        unchanged = self.encoding == "utf-8" and not self.findings
        return payload if unchanged else self.text.encode("utf-8", "replace")


def decode(payload: bytes, *, charset: str | None = None) -> Decoded:
    """Text of a payload; ``charset`` is what the HTTP header said. A declared encoding counts only if it fits."""
    for encoding in _candidates(payload, charset):
        try:
            return Decoded(payload.decode(encoding), encoding)
        except (LookupError, ValueError):  # no such encoding, or no such text; ValueError is also a name with a NUL
            continue
    text = payload.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    message = f"{lost} characters are in no known encoding and were replaced"
    return Decoded(text, "utf-8", (Finding("encoding", Severity.WARNING, message),))


def _candidates(payload: bytes, charset: str | None) -> Iterator[str]:
    yield from (encoding for bom, encoding in _BOMS if payload.startswith(bom))
    meta = _META.search(payload[:_META_WITHIN])
    for declared in (meta[1].decode("ascii") if meta else None, charset):
        if declared:
            family = "gb18030" if declared.lower() in _GB18030 else declared
            # Chinese text in UTF-8 is often valid GB18030 too, and then gibberish; the reverse hardly ever happens.
            yield from ("utf-8", family) if family == "gb18030" else (family,)
    yield "utf-8"
    yield "gb18030"
