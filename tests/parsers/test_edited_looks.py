"""Printed reports, edited as word processors and content systems leave them: each cell still reads as it shows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from parsers import parse
from replica.press.docx import DocxOptions, print_docx
from replica.press.html import HtmlOptions, print_html
from replica.press.truth import expected_json, make_truth
from tests.parsers.docx_files import run

TRUTH = make_truth(3)
WANTED = {address: (cell["state"], cell["value"]) for address, cell in expected_json(TRUTH).items()}
Edit = Callable[[str], str]
#: an edit of one cell: its content, and whether that is a number
CellEdit = Callable[[str, bool], str]
XHTML = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "xhtml1-transitional.dtd">'
CODE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(LEFT) 7</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)


def in_cells(edit: CellEdit) -> Edit:
    def one(cell: re.Match[str]) -> str:
        shown = re.sub(r"<[^>]+>|\s|&nbsp;", "", cell[2])
        return cell[1] + edit(cell[2], re.fullmatch(r"[\d.]+", shown) is not None) + cell[3]

    return lambda page: re.sub(r"(<td[^>]*>)(.*?)(</td>)", one, page, flags=re.DOTALL)


def in_body(around: str) -> Edit:
    return lambda page: re.sub(r"(<body[^>]*>)(.*)(</body>)", rf"\1{around}\3", page, flags=re.DOTALL)


HTML_EDITS: dict[str, Edit] = {
    "notes behind numbers": in_cells(lambda text, is_number: text + "<sup>2</sup>" * is_number),
    "notes behind labels": in_cells(lambda text, is_number: text + "<sup>[1]</sup>" * (not is_number)),
    "numbers in fields": in_cells(
        lambda text, is_number: f'<input value="{re.sub("<[^>]+>|&nbsp;", "", text).strip()}">' if is_number else text
    ),
    "numbers in tables": in_cells(
        lambda text, is_number: f"<table><tr><td>{text}</td></tr></table>" if is_number else text
    ),
    "hidden copies": in_cells(lambda text, _: f"<span style='display:none'>{text}</span>{text}"),
    "no width": in_cells(lambda text, _: f"&#8203;{text}&#8203;"),
    "lists": in_cells(lambda text, _: f"<center><ul><li>{text}</li></ul></center>"),
    "word processor": in_cells(
        lambda text, _: (
            f"<p class=MsoNormal><!--[if !supportEmptyParas]-->&nbsp;<!--[endif]--></p><p><span lang=EN-US>{text}"
            "<o:p></o:p></span></p><p><o:p>&nbsp;</o:p></p>"
        )
    ),
    "hidden cells": lambda page: page.replace("<td", "<td style='display:none'>9</td><td"),
    "heads": lambda page: page.replace("<td", "<th").replace("</td>", "</th>"),
    "no end tags": lambda page: re.sub("</t[dr]>", "", page),
    "forms in rows": lambda page: page.replace("<tr>", "<tr><form>"),
    "comments in rows": lambda page: page.replace("<tr>", "<tr><!-- <td>9</td> -->"),
    "a form around the page": in_body(r"<form id=aspnetForm>\2</form>"),
    "a layout table": in_body(r"<table><tr><td><ul><li>导航</li></ul></td><td>\2</td></tr></table>"),
    "XHTML": lambda page: re.sub("<!DOCTYPE[^>]*>", XHTML, page),
    "references": lambda page: re.sub("[\u4e00-\u9fff]", lambda match: f"&#{ord(match[0])};", page),
}


def read_back(payload: bytes) -> dict[str, tuple[str, float | None]]:
    return {
        address: (reading.state.value, None if reading.value is None else float(reading.value))
        for address, reading in parse(payload).cells.items()
    }


@pytest.mark.parametrize(
    "options", [HtmlOptions(), HtmlOptions(four_tables=True, wrapping="paragraph")], ids=["one", "four"]
)
@pytest.mark.parametrize("name", HTML_EDITS)
def test_edited_pages(name: str, options: HtmlOptions) -> None:
    page = print_html(TRUTH, options).decode()
    edited = HTML_EDITS[name](page)
    assert edited != page
    assert read_back(edited.encode()) == WANTED


def in_word_cells(edit: CellEdit) -> Edit:
    def one(cell: re.Match[str]) -> str:
        shown = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", cell[0])).strip()
        return edit(cell[0], re.fullmatch(r"[\d.]+", shown) is not None)

    return lambda document: re.sub(r"<w:tc>.*?</w:tc>", one, document, flags=re.DOTALL)


def in_runs(around: str) -> Edit:
    return in_word_cells(lambda cell, _: re.sub(r"<w:r>.*?</w:r>", around, cell, flags=re.DOTALL))


def at_end(added: str, *, of_numbers: bool) -> Edit:
    return in_word_cells(
        lambda cell, is_number: cell.replace("</w:p>", f"{added}</w:p>") if is_number is of_numbers else cell
    )


DOCX_EDITS: dict[str, Edit] = {
    "notes behind numbers": at_end(run("2", '<w:vertAlign w:val="superscript"/>'), of_numbers=True),
    "notes behind labels": at_end(run("1", '<w:vertAlign w:val="superscript"/>'), of_numbers=False),
    "footnotes": at_end('<w:r><w:footnoteReference w:id="2"/></w:r>', of_numbers=True),
    "hidden": at_end(run("7", "<w:vanish/>"), of_numbers=True),
    "deleted": at_end('<w:del w:id="1"><w:r><w:delText>7</w:delText></w:r></w:del>', of_numbers=True),
    "codes of fields": at_end(CODE, of_numbers=True),
    "inserted": in_runs(r'<w:ins w:id="2">\g<0></w:ins>'),
    "content controls": in_runs(r"<w:sdt><w:sdtPr/><w:sdtContent>\g<0></w:sdtContent></w:sdt>"),
    "fields": in_runs(r'<w:fldSimple w:instr="=1">\g<0></w:fldSimple>'),
    "proofing and bookmarks": in_runs(r'<w:proofErr w:type="spellStart"/>\g<0><w:bookmarkStart w:id="0" w:name="x"/>'),
    "empty paragraphs": in_word_cells(lambda cell, _: cell.replace("</w:tc>", "<w:p/></w:tc>")),
    "numbers in tables": in_word_cells(
        lambda cell, is_number: (
            re.sub("(<w:p>.*</w:p>)", r"<w:tbl><w:tr><w:tc>\1</w:tc></w:tr></w:tbl><w:p/>", cell, flags=re.DOTALL)
            if is_number
            else cell
        )
    ),
    "rows in content controls": lambda document: re.sub(
        r"<w:tr>.*?</w:tr>", r"<w:sdt><w:sdtContent>\g<0></w:sdtContent></w:sdt>", document, flags=re.DOTALL
    ),
    "another prefix": lambda document: document.replace("w:", "x:").replace("xmlns:w=", "xmlns:x="),
}


@pytest.mark.parametrize("options", [DocxOptions(), DocxOptions(blocks_apart=True, runs=3)], ids=["whole", "torn"])
@pytest.mark.parametrize("name", DOCX_EDITS)
def test_edited_word_files(name: str, options: DocxOptions) -> None:
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(print_docx(TRUTH, options))) as printed,
        zipfile.ZipFile(stream, "w") as edited,
    ):
        for part in printed.namelist():
            content = printed.read(part).decode()
            changed = DOCX_EDITS[name](content) if part == "word/document.xml" else content
            assert part != "word/document.xml" or changed != content
            edited.writestr(part, changed)
    assert read_back(stream.getvalue()) == WANTED
