"""OFD packages that are damaged, unfinished or made to harm: each is told in one sentence, soon."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO

import pytest

from disclosure.report import Status
from parsers import parse
from parsers.document import UnreadableError
from parsers.readers import ofd_canvas
from parsers.readers.ofd import read
from replica.press.ofd import print_ofd
from replica.press.truth import make_truth
from tests.parsers.ofd_files import FILLER, PAGE, RESOURCES, element, ofd, pack, page, parts_of, path, text

GOOD = ofd(FILLER)
NAMED = '<ofd:Template TemplateID="5"/>'
TEMPLATE = '<ofd:TemplatePage ID="5" BaseLoc="Tpl.xml"/>'
DOCUMENT_RESOURCES = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
DRAWN = '<ofd:CompositeObject ID="6" ResourceID="{}" Boundary="0 0 210 297"/>'
PICTURE = '<ofd:ImageObject ID="6" ResourceID="7" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'
ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE Page [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    '<Page><Content><Layer><TextObject Size="5"><TextCode>&x;</TextCode></TextObject></Layer></Content></Page>'
)


def units(*contents: str) -> dict[str, str]:
    """Composite units 0, 1, ... with these objects."""
    spelt = "".join(
        f'<ofd:CompositeGraphicUnit ID="{key}"><ofd:Content>{each}</ofd:Content></ofd:CompositeGraphicUnit>'
        for key, each in enumerate(contents)
    )
    return {RESOURCES: element("Res", f"<ofd:CompositeGraphicUnits>{spelt}</ofd:CompositeGraphicUnits>")}


def without(parts: dict[str, str], *names: str) -> bytes:
    return pack({name: part for name, part in parts.items() if name not in names})


#: each unit draws the next one a thousand times
FAN = units(*(DRAWN.format(each + 1) * 1000 for each in range(6)), path("M 0 0 L 100 0"))
DEEP = "<ofd:PageBlock>" * 100 + path("M 0 0 L 100 0") + "</ofd:PageBlock>" * 100


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        pytest.param(GOOD[: len(GOOD) // 2], "damaged: the package was cut off", id="cut in half"),
        pytest.param(GOOD[:-30], "damaged: the package was cut off", id="directory cut"),
        pytest.param(
            without(parts_of(page(FILLER)), "Doc_0/Document.xml"), "damaged: no page of the document", id="no document"
        ),
        pytest.param(
            without(parts_of(page(FILLER)), PAGE.format(0)), "damaged: no page of the document", id="no page part"
        ),
        pytest.param(pack({"OFD.xml": element("OFD", "")}), "damaged: no page of the document", id="no body"),
        pytest.param(
            pack({"OFD.xml": element("OFD", ""), "Encryptions.xml": ""}), "encrypted: needs a password", id="encrypted"
        ),
        pytest.param(pack(parts_of("<ofd:Page")), "damaged: Doc_0/Pages/Page_0/Content.xml is no", id="no XML"),
        pytest.param(pack(parts_of(ENTITY)), "refused: Doc_0/Pages/Page_0/Content.xml declares", id="entities"),
        pytest.param(ofd("<ofd:PageBlock>" * 300 + "</ofd:PageBlock>" * 300), "too deep", id="XML too deep"),
        pytest.param(ofd(DEEP), "too deep", id="blocks too deep"),
        pytest.param(ofd(*[FILLER] * 201), "too long: 201 pages", id="too many pages"),
        pytest.param(ofd(" " * 12_000_000), "too large: Doc_0/Pages/Page_0/Content.xml unpacks", id="bomb"),
        pytest.param(
            ofd(DRAWN.format(0), common=DOCUMENT_RESOURCES, more=FAN), "too large: the pages draw", id="fan of units"
        ),
        pytest.param(ofd(""), "empty: no text", id="nothing in it"),
        pytest.param(ofd(PICTURE), "scan: no text layer", id="scan"),
        pytest.param(ofd(PICTURE + text("第1页", 100, 280)), "scan: no text layer", id="scan with a page number"),
        pytest.param(
            ofd(PICTURE + text("一二三四五六七八九十" * 3, 30, 30, 'Visible="false"')),
            "scan: the pages are pictures; the text behind them is not shown",
            id="scan with hidden text",
        ),
    ],
)
def test_unreadable_with_its_reason(payload: bytes, reason: str) -> None:
    start = time.process_time()
    report = parse(payload)
    assert time.process_time() - start < 10
    assert report.status is Status.UNREADABLE
    (finding,) = report.findings
    assert finding.message.startswith(reason)


@pytest.mark.parametrize(
    ("payload", "rule", "said"),
    [
        pytest.param(
            without(parts_of(page(FILLER), page(FILLER)), PAGE.format(1)),
            "missing_part",
            "page 2 is not in the file: the part Doc_0/Pages/Page_1/Content.xml is missing",
            id="a page missing",
        ),
        pytest.param(
            pack(parts_of(page(FILLER, NAMED), common=TEMPLATE)),
            "unread_object",
            "page 1: template 5 is not in the file",
            id="template missing",
        ),
        pytest.param(
            pack({**parts_of(page(FILLER, NAMED), common=TEMPLATE), "Doc_0/Tpl.xml": page("", NAMED)}),
            "unread_object",
            "page 1: template 5 is drawn within itself",
            id="template of itself",
        ),
        pytest.param(
            ofd(DRAWN.format(0) + FILLER, common=DOCUMENT_RESOURCES, more=units(DRAWN.format(1), DRAWN.format(0))),
            "unread_object",
            "page 1: composite unit 0 is drawn within itself",
            id="units of each other",
        ),
        pytest.param(
            ofd(DRAWN.format(3) + FILLER), "unread_object", "page 1: composite unit 3 is not in the file", id="no unit"
        ),
        pytest.param(
            ofd(text("98765", 30, 30, code='DeltaX="2.5 nan"') + FILLER),
            "unread_object",
            "page 1: TextObject 9 was not read (not a place on paper: nan)",
            id="distance that is no number",
        ),
        pytest.param(
            ofd(text("98765", 30, 30, 'CTM="1 0 0"') + FILLER), "unread_object", "page 1: TextObject 9", id="matrix"
        ),
        pytest.param(
            ofd(path("M 1 1 L 5") + FILLER),
            "unread_object",
            "page 1: PathObject 8 was not read (L with 1 numbers)",
            id="path",
        ),
    ],
)
def test_what_is_lost_is_told_and_the_rest_read(payload: bytes, rule: str, said: str) -> None:
    document = read(payload)
    (finding,) = document.findings
    assert finding.rule == rule
    assert finding.message.startswith(said)
    (paragraph,) = document.blocks
    assert "98765" not in str(paragraph)


def test_several_documents_are_read_one_behind_the_other_and_versions_told() -> None:
    parts = parts_of(page(FILLER))
    body = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{}</ofd:DocBody>"
    versions = "<ofd:Versions><ofd:Version/><ofd:Version/></ofd:Versions>"
    missing = body.format("").replace("Doc_0", "Doc_1")
    payload = pack({**parts, "OFD.xml": element("OFD", body.format("") + body.format(versions) + missing)})
    document = read(payload)
    assert [place.page for block in document.blocks for place in block.place] == [1, 2]
    assert [finding.rule for finding in document.findings] == ["several_versions", "missing_part"]


def test_a_template_on_many_pages_counts_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_canvas, "MOST_WORK", 10_000)
    parts = {**parts_of(*[page(FILLER, NAMED)] * 20, common=TEMPLATE), "Doc_0/Tpl.xml": page(path("M 0 0 L 9 0") * 600)}
    with pytest.raises(UnreadableError, match="too large: the pages draw more than 10000 objects"):
        read(pack(parts))
    parts = {**parts_of(page(FILLER, NAMED), common=TEMPLATE), "Doc_0/Tpl.xml": page(path("M 0 0 L 9 0") * 600)}
    assert read(pack(parts)).findings == ()


def test_a_file_cut_anywhere_is_read_whole_or_refused() -> None:
    payload = print_ofd(make_truth(7))
    for length in range(0, len(payload) - 1, len(payload) // 40):
        with pytest.raises(UnreadableError, match="damaged"):
            read(payload[:length])


def test_a_missing_page_leaves_its_cells_missing() -> None:
    """Nothing of what stood on it is made up, nothing beside it is moved."""
    truth = make_truth(7)
    with zipfile.ZipFile(BytesIO(print_ofd(truth))) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    report = parse(without(parts, PAGE.format(1)))
    assert "missing_part" in {finding.rule for finding in report.findings}
    read_numbers = {address: reading.value for address, reading in report.cells.items() if reading.value is not None}
    assert 0 < len(read_numbers) < len(truth.cells)
    assert {address: f"{value:f}" for address, value in read_numbers.items()} == {
        address: truth.cells[address] for address in read_numbers
    }
