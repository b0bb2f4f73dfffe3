"""Cutting formats out of the XML must change nothing that is read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from parsers.document import Paragraph
from parsers.readers.docx import read
from parsers.readers.docx_looks import without_looks
from parsers.readers.docx_names import main_name
from tests.parsers.docx_files import document, docx, paragraph, run

LOOKS = '<w:rFonts w:hint="eastAsia" w:ascii="宋体"/><w:b/><w:sz w:val="21"/>'
NESTED = '<w:tcBorders>\n<w:top w:val="nil" />\n</w:tcBorders>'
ASKED = ("vanish", "rStyle", "pStyle", "outlineLvl", "numPr", "gridSpan", "vMerge", "hMerge")
HOLDERS = ("rPr", "pPr", "tcPr", "tblPrEx")


def formats() -> st.SearchStrategy[str]:
    leaves = st.sampled_from(
        [
            *(f'<w:{name} w:val="1"/>' for name in ASKED),
            "<w:vanished/>",
            "<w:x\tw:a='1'/>",
            '<w:x w:a="a>b"/>',
            "<!-- </w:rPr> -->",
            "<?p <w:rPr>?>",
            "<v:vanish/>",
            "  ",
            LOOKS,
            NESTED,
        ]
    )

    def held(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        names = st.sampled_from([*HOLDERS, "rPrChange", "numPr", "x"])
        return st.builds(lambda name, parts: f"<w:{name}>{''.join(parts)}</w:{name}>", names, st.lists(inside))

    return st.recursive(leaves, held, max_leaves=8)


def spelt(holder: str, inside: list[str], text: str) -> str:
    return f"<w:tc><w:{holder}>{''.join(inside)}</w:{holder}>{text}<w:{holder}/>{run(text)}</w:tc>"


@settings(max_examples=60)
@given(st.lists(st.builds(spelt, st.sampled_from(HOLDERS), st.lists(formats()), st.sampled_from(["", "甲", "<w:t/>"]))))
def test_what_is_asked_and_what_stands_outside_formats_remains(cells: list[str]) -> None:
    data = document("".join(cells)).encode()
    before, after = etree.fromstring(data), etree.fromstring(without_looks(data))
    asked = [main_name(name) for name in ASKED]
    assert [dict(each.attrib) for each in after.iter(*asked)] == [dict(each.attrib) for each in before.iter(*asked)]
    for root in (before, after):
        etree.strip_elements(root, *map(main_name, HOLDERS), with_tail=False)
    assert etree.tostring(after, method="c14n") == etree.tostring(before, method="c14n")


@pytest.mark.parametrize("name", HOLDERS)
@pytest.mark.parametrize("inside", ["", LOOKS, NESTED, LOOKS + NESTED])
def test_formats_without_anything_asked_are_cut_out(name: str, inside: str) -> None:
    assert without_looks(f"<w:p><w:{name}>{inside}</w:{name}><w:t/></w:p>".encode()) == b"<w:p><w:t/></w:p>"


def test_tags_that_are_text_are_kept() -> None:
    text = "<w:rPr></w:rPr>"
    (block,) = read(docx(f"<w:p><w:r><w:t><![CDATA[{text}]]></w:t></w:r></w:p>")).blocks
    assert getattr(block, "text", None) == text


def test_torn_runs_become_one() -> None:
    torn = run("2", LOOKS) + run("1") + '<w:r w:rsidR="00A1" w:rsidRPr="0"><w:t> 件</w:t></w:r>'
    whole = '<w:r><w:t xml:space="preserve">21 件</w:t></w:r>'
    assert without_looks(f"<w:p>{torn}</w:p>".encode()).decode() == f"<w:p>{whole}</w:p>"


@pytest.mark.parametrize("formats", ["<w:rPr><w:vanish/></w:rPr>", "<w:rPr ><w:vanish/></w:rPr >"])
def test_no_run_joins_a_hidden_one(formats: str) -> None:
    (block,) = read(docx(f"<w:p><w:r>{formats}<w:t>6</w:t></w:r><w:r><w:t>7</w:t></w:r></w:p>")).blocks
    assert getattr(block, "text", None) == "7"


def test_a_text_box_keeps_its_place_behind_torn_runs() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('框')}</w:txbxContent></v:textbox></w:pict></w:r>"
    *_, block = read(docx(f"<w:p>{run('2')}{run('1')}{box}</w:p>")).blocks
    (place,) = block.place if isinstance(block, Paragraph) else ()
    assert getattr(place, "xpath", "").startswith("/w:document/w:body/w:p/w:r[3]/w:pict/")


def test_half_of_a_document_of_many_formats_goes() -> None:
    data = document("".join(paragraph(f"第{number}段", LOOKS) for number in range(50))).encode()
    assert len(without_looks(data)) < len(data) / 2
