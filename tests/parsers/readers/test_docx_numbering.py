from __future__ import annotations

import pytest

from parsers.document import Paragraph
from parsers.readers.docx import read
from parsers.recogniser.sections import section_number
from tests.parsers.docx_files import docx, paragraph


def level(number: int, form: str, text: str, start: int = 1) -> str:
    formats = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{formats}</w:lvl>'


def lines(numbering: str, *asked: tuple[str, int]) -> list[str]:
    """Texts of paragraphs that ask for (list, level)."""
    body = "".join(
        paragraph("文", f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
        for number, depth in asked
    )
    instances = '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    payload = docx(body, numbering=f'<w:abstractNum w:abstractNumId="1">{numbering}</w:abstractNum>{instances}')
    return [block.text for block in read(payload).blocks if isinstance(block, Paragraph)]


def test_levels_count_on_and_begin_anew_below_another_number() -> None:
    levels = level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%1.%3.")
    asked = [("5", 0), ("5", 1), ("5", 1), ("5", 0), ("5", 1)]
    assert lines(levels, *asked) == ["一、文", "（一）文", "（二）文", "二、文", "（一）文"]


@pytest.mark.parametrize(
    ("start", "form", "text"),
    [
        (9, "japaneseCounting", "九、文"),
        (10, "chineseCountingThousand", "十、文"),
        (12, "chineseCounting", "十二、文"),
        (20, "chineseCounting", "二十、文"),
        (35, "chineseCounting", "三十五、文"),
        (35, "decimal", "35、文"),
        (1, "bullet", "文"),
        (1, "upperRoman", "文"),
        (100, "chineseCounting", "文"),
    ],
)
def test_numerals(start: int, form: str, text: str) -> None:
    assert lines(level(0, form, "%1、", start), ("5", 0)) == [text]


def test_a_list_or_level_that_is_not_there_numbers_nothing() -> None:
    assert lines(level(0, "decimal", "%1."), ("7", 0), ("5", 3), ("0", 0)) == ["文", "文", "文"]


def test_a_shortened_heading_is_known_by_its_number() -> None:
    asked = paragraph("主动公开情况", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>')
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level(0, "chineseCounting", "%1、", 2)}</w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    )
    (block,) = read(docx(asked, numbering=numbering)).blocks
    assert isinstance(block, Paragraph)
    assert (block.text, section_number(block.text), section_number("主动公开情况")) == ("二、主动公开情况", "二", None)
