import pytest

from disclosure.report import TextPosition
from parsers.document import Grid, Paragraph, UnreadableError
from parsers.readers.text import read


def test_prose_headings_and_bullets() -> None:
    blocks = read("# 某镇报告\n\n## 一、总体情况\n正文\n- 一是\n".encode()).blocks
    assert [(block.text, block.heading) for block in blocks if isinstance(block, Paragraph)] == [
        ("某镇报告", True),
        ("一、总体情况", True),
        ("正文", False),
        ("一是", False),
    ]


def test_tab_lines_make_a_grid_that_is_not_exact() -> None:
    (first, second) = read("甲\t1\t\n\t乙\t2\n\n丙\t3\n".encode()).blocks
    assert isinstance(first, Grid)
    assert isinstance(second, Grid)
    assert not first.exact
    assert [(cell.row, cell.column, cell.text) for cell in first.cells] == [
        (0, 0, "甲"),
        (0, 1, "1"),
        (0, 2, ""),
        (1, 0, ""),
        (1, 1, "乙"),
        (1, 2, "2"),
    ]
    assert first.cells[5].place == (TextPosition(2, 4),)
    assert second.cells[1].place == (TextPosition(4, 3),)


def test_pipe_tables_without_their_rulers() -> None:
    (grid,) = read("| 信息内容 | 本年处理决定数量 |\n| --- | ---: |\n| 行政许可 | 7 |\n".encode()).blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["信息内容", "本年处理决定数量", "行政许可", "7"]


def test_the_place_of_a_value_points_at_it() -> None:
    text = "说明\n| 行政许可 | 7 |\n"
    (_, grid) = read(text.encode()).blocks
    assert isinstance(grid, Grid)
    (place,) = grid.cells[1].place
    assert isinstance(place, TextPosition)
    assert text.splitlines()[place.line - 1][place.column - 1] == "7"


@pytest.mark.parametrize("payload", [b"", b" \n\t\n"])
def test_no_text_is_unreadable(payload: bytes) -> None:
    with pytest.raises(UnreadableError, match="empty"):
        read(payload)
