"""``gongkai evidence``: the facts of a number, and a picture of the page with its cell outlined."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from disclosure.report import ElementPath
from parsers import parse
from pipeline.evidence.html_picture import page_around
from pipeline.evidence.picture import NoPictureError
from replica.press.converter import Chromium
from replica.press.docx import print_docx
from replica.press.html import print_html
from replica.press.pdf import print_pdf
from replica.press.truth import make_truth

TRUTH = make_truth(7)
ADDRESS = "applications.granted.total"
CRIMSON = (220, 20, 60)
needs_chromium = pytest.mark.skipif(Chromium().program is None, reason="Chromium is not installed")


def outlined(picture: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int] | None:
    """The box of the pixels of a colour."""
    pixels = picture.convert("RGB")
    bands = [band.point([255 * (n == at) for n in range(256)]) for band, at in zip(pixels.split(), colour, strict=True)]
    mask = Image.eval(bands[0], lambda level: level)
    for band in bands[1:]:
        mask = Image.composite(mask, Image.new("L", mask.size), band)
    return mask.getbbox()


def html() -> bytes:
    printed = print_html(TRUTH)
    return printed if isinstance(printed, bytes) else printed.encode()


def test_the_page_of_a_pdf_is_shown_with_the_cell_outlined(gongkai: Any, tmp_path: Path) -> None:
    source, target = tmp_path / "report.pdf", tmp_path / "cell.png"
    source.write_bytes(print_pdf(TRUTH))
    done = gongkai("evidence", ADDRESS, "--file", source, "--out", target, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    facts = json.loads(done.stdout)
    assert (facts["raw"], facts["value"], facts["state"]) == (TRUTH.cells[ADDRESS], int(TRUTH.cells[ADDRESS]), "number")
    assert (facts["picture"], facts["no_picture"]) == (str(target), None)
    [place] = facts["place"]
    with Image.open(target) as picture:
        found = outlined(picture, CRIMSON)
    scale = 150 / 72
    assert found is not None
    # The outline is 2 points around the cell; its line and the rounding may take some pixels more.
    around = [edge * scale for edge in place["box"]]
    assert all(abs(edge - wanted) < 10 for edge, wanted in zip(found, around, strict=True))


def test_pages_are_shown_one_beneath_the_other_when_a_page_end_cuts_the_cell(tmp_path: Path) -> None:
    from disclosure.report import PageBox
    from pipeline.evidence.picture import draw

    boxes = [PageBox(1, (300, 700, 400, 720)), PageBox(2, (300, 60, 400, 80))]
    payload = print_pdf(TRUTH)
    one, two = (Image.open(io.BytesIO(draw(payload, None, places))) for places in (boxes[:1], boxes))
    assert two.width == one.width
    assert two.height == one.height * 2 + 24
    with pytest.raises(NoPictureError, match="can't be drawn"):
        draw(payload, None, [PageBox(99, (0, 0, 1, 1))])
    with pytest.raises(NoPictureError, match="can't be drawn"):
        draw(payload[:300], None, boxes)


@pytest.mark.parametrize("address", [ADDRESS, "disputes.review_total", "active_disclosure.normdoc_issued"])
def test_the_marked_element_of_a_web_page_is_the_one_that_was_read(address: str) -> None:
    # Without tbody, which a browser would add: places are those of the page as it was archived.
    payload = html().replace(b"<tbody>", b"").replace(b"</tbody>", b"")
    [place] = parse(payload).cells[address].place
    assert isinstance(place, ElementPath)
    marked = page_around(payload, place.xpath).decode().split('data-gongkai-cell=""')[1]
    assert re.sub("<[^>]*>", "", marked[1:].partition("</td>")[0]) == TRUTH.cells[address]


def test_nothing_of_a_page_runs_or_loads() -> None:
    traps = (
        b"<script>steal()</script><img src='http://a.example/1.png' onerror='steal()'><iframe src='/'></iframe>"
        b"<link rel='stylesheet' href='http://a.example/1.css'><a href='javascript:steal()' onclick='steal()'>x</a>"
        b"<object data='file:///etc/passwd'></object><meta http-equiv='refresh' content='0;url=http://a.example'>"
    )
    payload = html().replace(b"<table", traps + b"<table").replace(b"</td>", b"<script>steal()</script></td>")
    [place] = parse(payload).cells[ADDRESS].place
    assert isinstance(place, ElementPath)
    shown = page_around(payload, place.xpath).decode()
    assert TRUTH.cells[ADDRESS] in shown
    assert not [trap for trap in ("steal", "a.example", "passwd", "<script", "<iframe", "refresh") if trap in shown]


def test_an_element_that_is_not_there_is_told() -> None:
    with pytest.raises(NoPictureError, match=r"no element /html/body/table\[9\]"):
        page_around(html(), "/html/body/table[9]")


@needs_chromium
def test_a_web_page_is_shown_though_its_scripts_would_have_to_unhide_it(gongkai: Any, tmp_path: Path) -> None:
    source, target = tmp_path / "report.html", tmp_path / "cell.png"
    chrome = "<p>menu</p>" * 2000
    hidden = f"<body>{chrome}<div id='zoom' style='display:none;height:1px'>".encode()
    source.write_bytes(html().replace(b"<body>", hidden).replace(b"</body>", b"</div></body>"))
    done = gongkai("evidence", ADDRESS, "--file", source, "--out", target)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"«{TRUTH.cells[ADDRESS]}»" in done.stdout
    with Image.open(target) as picture:
        found = outlined(picture, (220, 20, 61))
        assert found is not None
        assert found[2] - found[0] < picture.width / 3
        assert found[3] - found[1] < 100
        assert picture.width > 600


def test_without_chromium_the_facts_are_printed_and_the_status_tells(gongkai: Any, tmp_path: Path) -> None:
    source = tmp_path / "report.html"
    source.write_bytes(html())
    target = tmp_path / "cell.png"
    done = gongkai("evidence", ADDRESS, "--file", source, "--out", target, environment={"PATH": str(tmp_path)})
    assert done.returncode == 1
    assert done.stderr == "Error: There is no picture: Chromium is not installed, which shows web pages.\n"
    assert f"«{TRUTH.cells[ADDRESS]}»" in done.stdout
    assert not target.exists()


def test_of_formats_without_a_picture_the_row_is_shown(gongkai: Any, tmp_path: Path) -> None:
    source = tmp_path / "report.docx"
    source.write_bytes(print_docx(TRUTH))
    done = gongkai("evidence", ADDRESS, "--file", source, "--out", tmp_path / "cell.png")
    assert done.returncode == 0
    assert "only of PDF and HTML" in done.stderr
    assert f"{TRUTH.cells['applications.granted.org_other']} | «{TRUTH.cells[ADDRESS]}»" in done.stdout


def test_a_file_within_an_archive_is_shown(gongkai: Any, tmp_path: Path) -> None:
    source, target = tmp_path / "reports.zip", tmp_path / "cell.png"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("notes.txt", "nothing")
        archive.writestr("年报/report.pdf", print_pdf(TRUTH))
    done = gongkai("evidence", ADDRESS, "--file", source, "--out", target, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["member"] == "年报/report.pdf"
    with Image.open(target) as picture:
        assert outlined(picture, CRIMSON) is not None


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("applications.grnted.total",), 2, "No form has a cell applications.grnted.total"),
        ((ADDRESS, "--file", "absent.pdf"), 1, "absent.pdf can't be opened: No such file or directory."),
        ((ADDRESS, "--file", "absent.pdf", "--year", "2023"), 2, "--file names the document"),
        ((ADDRESS, "--warehouse", "sqlite:///absent/w.sqlite"), 1, "There is no warehouse at"),
    ],
)
def test_what_was_asked_wrongly_is_told_in_a_sentence(
    gongkai: Any, arguments: tuple[str, ...], status: int, told: str
) -> None:
    done = gongkai("evidence", *arguments)
    assert done.returncode == status
    assert told in done.stderr
    assert "Traceback" not in done.stderr
