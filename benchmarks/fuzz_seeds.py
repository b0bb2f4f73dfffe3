"""What the fuzzer starts from: small files of the press in each format that a reader of its own takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from replica.press.collection import COLLECTION, FORMATS

#: one entry of each edition, and of each look one
_ENTRIES = (*COLLECTION[:3], *COLLECTION[3::3])


def _printed(name: str) -> Callable[[], list[bytes]]:
    (form,) = (form for form in FORMATS if form.name == name)
    return lambda: list(form.make(_ENTRIES).values())


def _xls() -> list[bytes]:
    (form,) = (form for form in FORMATS if form.name.startswith("XLS by"))
    return list(form.make(_ENTRIES[:3]).values())


SEEDS: Mapping[str, Callable[[], list[bytes]]] = {
    "html": _printed("HTML"),
    "text": lambda: [*_printed("Text")(), *_printed("Markdown")()],
    "pdf": _printed("PDF"),
    "docx": _printed("DOCX"),
    "xlsx": _printed("XLSX"),
    "xls": _xls,
    "ofd": _printed("OFD"),
}
