"""A table of an archived web page with one cell outlined, as Chromium shows it.

Chromium gets a page made of lxml's tree, because that is the tree to which places refer: a browser's own has elements
that the page has not. All that would load or run is taken out of it and forbidden, and there is no network: what is
shown is what was archived.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired

from lxml import etree
from PIL import Image, ImageChops

from pipeline import processes
from pipeline.evidence.picture import NoPictureError

SECONDS = 60.0
WIDTH, HEIGHT = 1280, 5000  #: pixels of the window
AROUND = 700  #: pixels above and below the cell that are kept
MARGIN = 16
CONTEXT = 3  #: elements before the table, and half as many after it
OUTLINE = (220, 20, 61)
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_MARK = "data-gongkai-cell"
_LOADS = ("script", "noscript", "iframe", "frame", "object", "embed", "link", "base", "meta", "img", "video", "audio")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TABLE_PARTS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th")
_LOOK = (
    f"[{_MARK}] {{ outline: 4px solid rgb{OUTLINE} !important; background: #fff3a0 !important; }}"
    " html, body { background: #fff !important; margin: 12px !important; overflow: visible !important; }"
)
_SHOWN = (
    "display: block !important; visibility: visible !important; position: static !important; opacity: 1 !important;"
)
_SHOWN += (
    " height: auto !important; max-height: none !important; overflow: visible !important; transform: none !important"
)


def draw_element(payload: bytes, xpath: str) -> bytes:
    """The table around an element of the page, with the element outlined, as PNG. Raises NoPictureError."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise NoPictureError("There is no picture: Chromium is not installed, which shows web pages.")
    page = page_around(payload, xpath)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / "page.html", folder / "page.png"
        source.write_bytes(page)
        command = [program, "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        command += ["--hide-scrollbars", "--force-device-scale-factor=1"]
        command += ["--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--disable-extensions"]
        command += [f"--window-size={WIDTH},{HEIGHT}", f"--user-data-dir={folder / 'profile'}"]
        if os.geteuid() == 0:
            command.append("--no-sandbox")  # Chromium's sandbox refuses to start for root
        with (folder / "output").open("w", encoding="utf-8") as output:
            process = processes.start(
                [*command, f"--screenshot={target}", source.as_uri()],
                output=output,
                environment={**os.environ, "HOME": name},
            )
            with suppress(TimeoutExpired):  # the missing file tells
                process.wait(SECONDS)
            processes.stop(process, patience=1)
        if not target.is_file():
            raise NoPictureError("There is no picture: Chromium did not show the page.")
        return _cut(target.read_bytes())


def page_around(payload: bytes, xpath: str) -> bytes:
    """The page with what stands around the table that holds an element, the element marked; nothing in it loads.

    Raises NoPictureError when the page has no such element.
    """
    from parsers.readers.encoding import decode

    root = etree.fromstring(decode(payload).to_utf_8(payload), etree.HTMLParser(encoding="utf-8"))
    element = _find(root, xpath)
    table = next(element.iterancestors("table"), element)
    _keep_around(table)
    for each in list(root.iter(*_LOADS, etree.Comment, etree.ProcessingInstruction)):
        if each is not element:
            _remove(each)
    for each in root.iter(etree.Element):
        for name in map(str, each.keys()):
            if name.startswith("on") or name in ("src", "href", "background"):
                del each.attrib[name]
    element.set(_MARK, "")
    body: bytes = etree.tostring(root, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    return f"{head}<style>{_LOOK}</style>".encode() + body + f"<style>{_LOOK}</style>".encode()


def _find(root: etree._Element, xpath: str) -> etree._Element:
    found = root.xpath(xpath)
    if not isinstance(found, list) or not found or not isinstance(found[0], etree._Element):
        raise NoPictureError(f"There is no picture: the page has no element {xpath}.")
    return found[0]


def _keep_around(table: etree._Element) -> None:
    """Leave only the elements around the table, shown though the page hides them, and what stands beside it."""
    before = list(table.itersiblings(preceding=True))[CONTEXT:]
    after = list(table.itersiblings())[CONTEXT // 2 :]
    for each in (*before, *after):
        _remove(each)
    inner = table
    for outer in table.iterancestors():
        if outer.tag == "html":
            break
        if inner is not table:
            for each in [child for child in outer if child is not inner]:
                outer.remove(each)
            outer.text = None
        if outer.tag not in _TABLE_PARTS:
            outer.set("style", f"{outer.get('style', '').rstrip('; ')}; {_SHOWN}".lstrip("; "))
        inner.tail = None if inner is not table else inner.tail
        inner = outer


def _remove(element: etree._Element) -> None:
    """Take an element out and leave the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _cut(screenshot: bytes) -> bytes:
    """What stands around the outline. Raises NoPictureError when it is not to be seen."""
    with Image.open(io.BytesIO(screenshot)) as opened:
        picture = opened.convert("RGB")
    red, green, blue = (
        band.point(lambda level, wanted=wanted: 255 if level == wanted else 0)
        for band, wanted in zip(picture.split(), OUTLINE, strict=True)
    )
    outline = ImageChops.multiply(ImageChops.multiply(red, green), blue).getbbox()
    if outline is None:
        raise NoPictureError("There is no picture: the page does not show this cell.")
    top, bottom = max(0, outline[1] - AROUND), min(picture.height, outline[3] + AROUND)
    band = picture.crop((0, top, picture.width, bottom))
    printed = ImageChops.difference(band, Image.new("RGB", band.size, "white")).getbbox() or (0, 0, *band.size)
    x1, y1 = min(band.width, printed[2] + MARGIN), min(band.height, printed[3] + MARGIN)
    stream = io.BytesIO()
    band.crop((max(0, printed[0] - MARGIN), max(0, printed[1] - MARGIN), x1, y1)).save(stream, "PNG", optimize=True)
    return stream.getvalue()
