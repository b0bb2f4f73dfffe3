"""Tables cut out of the source must be read as they are from the tree."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest
from hypothesis import given, settings

from parsers.readers.docx import read
from parsers.readers.docx_cells import without_tables
from replica.press.docx import DocxOptions, print_docx
from replica.press.truth import FMT2019, FMT2021, make_truth
from tests.parsers.docx_files import cell, document, docx, pack, paragraph, print_grid, run, table
from tests.parsers.grids import Drawn, drawn_grids

#: shows nothing, and makes the reader keep every table in the tree
KEPT_IN_TREE = "<w:bookmarkEnd><![CDATA[]]></w:bookmarkEnd>"
TWO = cell("甲") + cell("1")
PLAIN = {
    "pieces": table(f"<w:tc><w:p>{run('一')}<w:proofErr/>{run(' 二 ')}</w:p>{paragraph('三')}<w:p/></w:tc>{cell('')}"),
    "entities": table(cell("a&amp;lt;b&lt;&gt;&quot;&apos;") + cell("1")),
    "line breaks in a text": table(cell(" 甲\n\n 乙 ") + cell("1")),
    "bookmarks": f"<w:tbl><w:tblPr/><w:bookmarkStart w:id='1'/><w:tr>{TWO}</w:tr></w:tbl>".replace("'", '"'),
    "merged across": table(
        TWO + cell("x"), cell("乙", '<w:hMerge w:val="restart"/>') + cell("y", "<w:hMerge/>") + cell("z")
    ),
    "numbers of paragraphs": table(TWO).replace("<w:p>", '<w:p w:rsidR="00A1" w:rsidRDefault="00B2">'),
    "rows of one cell": table(cell("甲"), TWO),
    "a style and a list": table(TWO).replace(
        "<w:pPr>", '<w:pPr><w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="0"/></w:numPr>'
    ),
}
NOT_PLAIN = {
    "a table within": table(f"<w:tc>{table(cell('1'))}<w:p/></w:tc>{cell('乙')}"),
    "a hidden row": table("<w:trPr><w:hidden/></w:trPr>" + TWO, TWO),
    "a row that begins later": table(TWO, '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("1")),
    "struck out": table(
        f"<w:tc><w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>7</w:t></w:r>{run('8')}</w:p></w:tc>{cell('1')}"
    ),
    "a break": table(f"<w:tc><w:p><w:r><w:t>7</w:t><w:br/><w:t>8</w:t></w:r></w:p></w:tc>{cell('1')}"),
    "a character by its number": table(cell("&#49;") + cell("2")),
    "a change of a format": table(
        cell("甲", "<w:tcPrChange><w:tcPr><w:gridSpan w:val='2'/></w:tcPr></w:tcPrChange>") + cell("1")
    ),
    "a merging of no value": table(cell("甲", '<w:vMerge w:val=""/>') + cell("1"), TWO),
    "one column": table(cell("甲"), cell("乙")),
    "a control": table(f"<w:sdt><w:sdtContent>{cell('甲')}</w:sdtContent></w:sdt>{cell('1')}"),
    "deleted text": table(f"<w:tc><w:p><w:del>{run('7')}</w:del>{run('8')}</w:p></w:tc>{cell('1')}"),
}


def assert_read_alike(body: str) -> None:
    assert read(docx(body)) == read(docx(body + KEPT_IN_TREE))


@settings(max_examples=60, deadline=None)
@given(drawn_grids())
def test_drawn_tables(drawn: Drawn) -> None:
    assert_read_alike(paragraph("甲") + print_grid(drawn) + print_grid(drawn))


@pytest.mark.parametrize("name", PLAIN)
def test_plain_tables_are_cut_out(name: str) -> None:
    assert len(without_tables(document(PLAIN[name]).replace("<w:rPr></w:rPr>", "").encode())[1]) == 1
    assert_read_alike(PLAIN[name] + paragraph("后") + PLAIN[name])


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_all_others_stay(name: str) -> None:
    data = document(NOT_PLAIN[name]).replace("<w:rPr></w:rPr>", "").encode()
    assert without_tables(data) == (data, [])
    assert_read_alike(paragraph("前") + NOT_PLAIN[name] + table(TWO))


@pytest.mark.parametrize(
    "data",
    [
        document(table(TWO)).replace("w:tbl>", "w:tbl >", 1),
        document(table(TWO)).replace("UTF-8", "GB18030"),
        document(table(TWO)).replace("xmlns:w=", "xmlns:x="),
        document(table(TWO)).replace("<w:tbl>", '<w:tbl w:cutOut="0">'),
        document(table(TWO).replace("甲", "\x07")),
        document(table(TWO).replace("甲", "\ufffe")),
    ],
)
def test_documents_spelt_otherwise_stay(data: str) -> None:
    source = data.replace("<w:rPr></w:rPr>", "").encode()
    assert without_tables(source) == (source, [])


@pytest.mark.parametrize("edition", [FMT2019, FMT2021])
@pytest.mark.parametrize("options", [DocxOptions(), DocxOptions(blocks_apart=True, runs=3)])
def test_printed_reports(edition: Mapping[str, str], options: DocxOptions) -> None:
    payload = print_docx(make_truth(7, editions=edition), options)
    with zipfile.ZipFile(BytesIO(payload)) as package:
        source = package.read("word/document.xml").decode()
    in_tree = source.replace("<w:sectPr>", KEPT_IN_TREE + "<w:sectPr>")
    assert read(payload) == read(pack({"word/document.xml": in_tree}))
