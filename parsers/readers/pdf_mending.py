"""PDF files whose end was cut off: the objects are there, but not the word that says which one is the root."""

from __future__ import annotations

import re

_ROOT = re.compile(rb"/Type\s*/Catalog\b")
_OBJECT = re.compile(rb"\b(\d{1,10})\s+(\d{1,5})\s+obj\b")
_FARTHEST = 2048  #: bytes before its type at which the object of the root begins


def with_end(payload: bytes) -> bytes | None:
    """The file with a new end that names its root, from which pdfium finds all objects; None if no root is left.

    None too where the cut went through an object: half a page, or half a number, is no report.
    """
    if _OBJECT.search(payload, payload.rfind(b"endobj") + 1) and b"/XRef" not in payload[payload.rfind(b"endobj") :]:
        return None
    types = list(_ROOT.finditer(payload))
    if not types:
        return None
    at = types[-1].start()
    heads = list(_OBJECT.finditer(payload, max(0, at - _FARTHEST), at))
    if not heads:
        return None
    return payload + b"\ntrailer\n<</Root %b %b R>>\nstartxref\n0\n%%%%EOF\n" % (heads[-1][1], heads[-1][2])
