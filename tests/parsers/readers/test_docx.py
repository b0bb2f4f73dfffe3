from __future__ import annotations

from io import BytesIO

import docx as python_docx
import pytest
from lxml import etree

from disclosure.report import ElementPath
from parsers.document import Paragraph, UnreadableError
from parsers.readers.docx import read
from parsers.readers.element_paths import Paths
from tests.parsers.docx_files import cell, document, docx, pack, paragraph, run, table


def paragraphs(body: str, **parts: str) -> list[Paragraph]:
    return [block for block in read(docx(body, **parts)).blocks if isinstance(block, Paragraph)]


def lines(body: str, **parts: str) -> list[str]:
    return [block.text for block in paragraphs(body, **parts)]


def box(text: str) -> str:
    return f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("收到") + run("21") + run("件"), "收到21件"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>B</w:t></w:r>", "A-B"),
        ('<w:r><w:sym w:font="Symbol" w:char="F037"/><w:t>件</w:t></w:r>', "7件"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>件</w:t></w:r>', "\uf0fe件"),
        ('<w:r><w:sym w:font="Symbol" w:char="none"/><w:t>件</w:t></w:r>', "\ufffd件"),
        (run("公开") + "<w:del><w:r><w:delText>3</w:delText></w:r>" + run("4") + "</w:del>" + run("件"), "公开件"),
        (run("公开") + "<w:ins>" + run("5") + "</w:ins>" + run("件"), "公开5件"),
        ("<w:moveFrom>" + run("旧") + "</w:moveFrom><w:moveTo>" + run("新") + "</w:moveTo>", "新"),
        (run("公开") + run("6", "<w:vanish/>") + run("7", '<w:vanish w:val="0"/>'), "公开7"),
        ("<w:hyperlink>" + run("链接") + "</w:hyperlink>", "链接"),
        ("<w:smartTag><w:smartTagPr/>" + run("地名") + "</w:smartTag>", "地名"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("控件") + "</w:sdtContent></w:sdt>", "控件"),
        ('<w:fldSimple w:instr="PAGE">' + run("8") + "</w:fldSimple>", "8"),
        (
            "<w:ruby><w:rubyPr/><w:rt>" + run("gōng") + "</w:rt><w:rubyBase>" + run("公") + "</w:rubyBase></w:ruby>",
            "公",
        ),
        ("<w:r><w:t>甲<!-- 乙 -->丙</w:t></w:r>", "甲丙"),
    ],
)
def test_text_as_it_shows(inside: str, text: str) -> None:
    assert lines(f"<w:p>{inside}</w:p>") == [text]


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_of_fields_only_the_result_shows() -> None:
    code = "<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>"
    inner = mark("begin") + code + mark("separate") + run("99") + mark("end")
    field = mark("begin") + code + inner + mark("separate") + run("12") + mark("end")
    assert lines(f"<w:p>{run('共')}{field}{run('件')}</w:p>") == ["共12件"]


def test_a_field_without_end_swallows_no_other_paragraph() -> None:
    assert lines(f"<w:p>{mark('begin')}</w:p>" + paragraph("一、总体情况")) == ["一、总体情况"]


def test_line_breaks_part_paragraphs_and_spaces_inside_are_kept() -> None:
    body = "<w:p><w:r><w:t> 县教育局 </w:t><w:br/><w:t>2023 年</w:t></w:r></w:p>" + "<w:p/>" + paragraph("　正文　")
    assert lines(body) == ["县教育局", "2023 年", "正文"]


def test_a_text_box_stands_once_and_after_its_paragraph() -> None:
    drawn = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box('标题')}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box('标题')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    old = f"<w:pict><v:shape><v:textbox>{box('旧式')}</v:textbox></v:shape></w:pict>"
    body = f"<w:p>{run('一')}<w:r>{drawn}</w:r>{run('二')}</w:p><w:p><w:r>{old}</w:r></w:p>{paragraph('三')}"
    assert lines(body) == ["一二", "标题", "旧式", "三"]


def test_a_part_that_nothing_refers_to_is_not_read() -> None:
    parts = {"word/document.xml": document(paragraph("甲")), "word/styles.xml": "<w:", "word/numbering.xml": "<w:"}
    assert read(pack(parts)).blocks == read(docx(paragraph("甲"))).blocks
    for asking, part in (('<w:pStyle w:val="1"/>', "styles"), ("<w:numPr/>", "numbering")):
        with pytest.raises(UnreadableError, match=f"damaged: word/{part}.xml"):
            read(pack({**parts, "word/document.xml": document(paragraph("甲", asking))}))


@pytest.mark.parametrize(
    "outside", [run("9"), "<w:ins>" + run("9") + "</w:ins>", "<w:r><w:pict/>" + run("9") + "</w:r>"]
)
def test_runs_outside_paragraphs_join_none(outside: str) -> None:
    assert lines(paragraph("1") + outside + paragraph("2")) == ["1", "2"]


@pytest.mark.parametrize(("last", "text"), [("", "12"), (run("3"), "123")])
def test_a_paragraph_inside_another_is_part_of_it(last: str, text: str) -> None:
    assert lines(f"<w:p>{run('1')}<w:smartTag>{paragraph('2')}</w:smartTag>{last}</w:p>") == [text]


def test_content_controls_around_blocks() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('甲')}</w:sdtContent></w:sdt>"
    assert lines(f"{control}<w:customXml>{paragraph('乙')}</w:customXml>") == ["甲", "乙"]


STYLES = (
    '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="own"><w:name w:val="一级"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:styleId="level"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:styleId="body"><w:name w:val="y"/><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>'
    "</w:style>"
    '<w:style w:styleId="loop"><w:name w:val="z"/><w:basedOn w:val="loop"/></w:style>'
    '<w:style w:styleId="secret"><w:name w:val="s"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("formats", "heading"),
    [
        ('<w:pStyle w:val="1"/>', True),
        ('<w:pStyle w:val="own"/>', True),
        ('<w:pStyle w:val="level"/>', True),
        ('<w:pStyle w:val="body"/>', False),
        ('<w:pStyle w:val="loop"/>', False),
        ('<w:pStyle w:val="unknown"/>', False),
        ('<w:outlineLvl w:val="0"/>', True),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', False),
        ("", False),
    ],
)
def test_headings_by_style_or_outline_level(formats: str, heading: bool) -> None:
    assert [each.heading for each in paragraphs(paragraph("标题", formats), styles=STYLES)] == [heading]


def test_a_character_style_may_hide_text() -> None:
    hidden = run("12", '<w:rStyle w:val="secret"/>')
    shown = run("34", '<w:rStyle w:val="secret"/><w:vanish w:val="false"/>')
    assert lines(f"<w:p>{hidden}{shown}</w:p>", styles=STYLES) == ["34"]


def test_places_are_xpaths_of_the_part() -> None:
    body = paragraph("甲") + table(cell("a") + cell("b"), cell("c") + cell("d")) + paragraph("乙")
    document_read = read(docx(body))
    root = etree.fromstring(document(body).encode())
    names = {"w": root.nsmap["w"]}
    for block in document_read.blocks:
        for part in (block,) if isinstance(block, Paragraph) else block.cells:
            (place,) = part.place
            assert isinstance(place, ElementPath)
            assert place.part == "word/document.xml"
            (element,) = root.xpath(place.xpath, namespaces=names)
            assert "".join(element.itertext()) == part.text


def test_paths_are_spelt_as_lxml_spells_them() -> None:
    root = etree.fromstring(
        '<w:a xmlns:w="urn:w" xmlns:v="urn:v"><w:b/><v:b/><!-- c -->'
        '<w:b><d xmlns="urn:d"><d/><v:e/><d/></d></w:b><w:f/></w:a>'
    )
    paths, tree = Paths(root), root.getroottree()
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    assert [paths.place(element).xpath for element in elements] == [tree.getpath(element) for element in elements]


def test_the_strict_variant_and_a_numbered_part() -> None:
    body = paragraph("甲") + table(cell("a") + cell("b"))
    strict = document(body).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read(pack({"word/document2.xml": strict})).blocks[0] == Paragraph(
        "甲", (ElementPath("/w:document/w:body/w:p", "word/document2.xml"),)
    )


def test_what_was_not_read_is_told() -> None:
    (finding,) = read(docx(paragraph("甲") + "<w:altChunk/><w:p><w:r><w:object/></w:r></w:p>")).findings
    assert (finding.rule, finding.severity) == ("embedded_object", "warning")
    assert finding.message.startswith("2 embedded objects")


def test_paragraphs_as_another_library_reads_them() -> None:
    body = "".join(paragraph(f"第{number}段") for number in range(7))
    payload = docx(body)
    theirs = [each.text for each in python_docx.Document(BytesIO(payload)).paragraphs]
    assert [block.text for block in read(payload).blocks if isinstance(block, Paragraph)] == theirs
