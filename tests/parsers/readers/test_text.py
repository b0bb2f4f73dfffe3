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


def cells_of(text: str) -> list[list[str]]:
    """The texts of each row of the one grid of a text."""
    (grid,) = (block for block in read(text.encode()).blocks if isinstance(block, Grid))
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("行政处罚 | 3\n--- | ---\n行政强制 | 4\n", [["行政处罚", "3"], ["行政强制", "4"]]),
        ("甲|1|\n乙|2|\n", [["甲", "1"], ["乙", "2"]]),
        ("| 结果<br>维持 | a \\| b |\n", [["结果维持", "a | b"]]),
        ("|||\n|:-:|---|\n|规章||\n", [["", ""], ["规章", ""]]),
        (
            "+------+---+\n| 补正 | 1 |\n| 后   |   |\n+======+===+\n| 重复 |   |\n+------+---+\n",
            [["补正\n后".replace("\n", ""), "1"], ["重复", ""]],
        ),
        ("┌────┬──┐\n│规章│ 0│\n├────┼──┤\n│许可│12│\n└────┴──┘\n", [["规章", "0"], ["许可", "12"]]),
        ("  ---- ---\n  规章 0\n\n  许可\n  证   12\n  ---- ---\n", [["规章", "0"], ["许可证", "12"]]),
        ("规章 件数\n---- ----\n许可\n处罚 7\n\n", [["规章", "件数"], ["许可", ""], ["处罚", "7"]]),
        ("==== ==\n规章 件\n==== ==\n许可 1\n==== ==\n", [["规章", "件"], ["许可", "1"]]),
    ],
)
def test_drawn_tables(text: str, rows: list[list[str]]) -> None:
    assert cells_of(text) == rows


def test_a_number_that_fills_its_column_runs_on_in_the_next_line() -> None:
    assert cells_of("+----+---+\n| 12 | 5 |\n| 34 | 6 |\n+----+---+\n| 1  | 2 |\n+----+---+\n") == [
        ["1234", "56"],
        ["1", "2"],
    ]


def test_marks_of_markdown_and_characters_of_no_width_are_left_out() -> None:
    text = "\ufeff**三、收到**\n1\\.属于国家\u200b秘密\r\n"
    first, second = read(text.encode()).blocks
    assert isinstance(first, Paragraph)
    assert first.text == "三、收到"
    assert isinstance(second, Paragraph)
    assert second.text == "1.属于国家秘密"


@pytest.mark.parametrize("number", ["- 2 -", "第 2 页 共 3 页", "2 / 3", "2"])
def test_page_numbers_are_no_values(number: str) -> None:
    pages = [f"第{page}段\n{number.replace('2', str(page))}" for page in (1, 2, 3)]
    texts = [block.text for block in read("\f".join(pages).encode()).blocks if isinstance(block, Paragraph)]
    assert texts == ["第1段", "第2段", "第3段"]


def test_values_at_page_ends_are_no_page_numbers() -> None:
    texts = [block.text for block in read(b"a\n0\n\x0cb\n0\n\x0cc\n0\n").blocks if isinstance(block, Paragraph)]
    assert texts == ["a", "0", "b", "0", "c", "0"]


@pytest.mark.parametrize(
    "lines",  # @ stands for the end of a line, {} for the cells
    [
        pytest.param("甲类 |@||@{} |@{} |@行政许可 |@{} |@|@行政处罚 |@{} |@行政强制 |@{} |@||", id="bars behind"),
        pytest.param("|@甲类 |@|@{} |@{} |@|@行政许可 |@{} |@|@行政处罚 |@{} |@|@行政强制 |@{} |", id="before rows"),
        pytest.param("甲类@|@{}@|@{}@|@行政许可@|@{}@|@行政处罚@|@{}@|@行政强制@|@{}@|", id="bars between"),
        pytest.param("甲类@| {}@| {}@| 行政许可@| {}@| 行政处罚@| {}@| 行政强制@| {}@|", id="bars in front"),
    ],
)
def test_cells_on_lines_of_their_own_are_read_as_lines_without_bars(lines: str) -> None:
    text = lines.format("信息内容", "本年处理决定数量", "71", "82", "93").replace("@", "\n")
    blocks = read(text.encode()).blocks
    bare = read("\n".join(text.replace("|", " ").split()).encode()).blocks
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    (expected,) = (block for block in bare if isinstance(block, Grid))
    assert [(cell.row, cell.column, cell.text) for cell in grid.cells] == [
        (cell.row, cell.column, cell.text) for cell in expected.cells
    ]
    place = next(cell.place[0] for cell in grid.cells if cell.text == "82")
    assert isinstance(place, TextPosition)
    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith("82")


def test_rows_with_one_filled_cell_keep_their_bars() -> None:
    text = "| 信息内容 | 本年处理决定数量 |\n| 行政许可 | |\n| 行政处罚 | |\n| 行政强制 | 7 |\n"
    assert cells_of(text)[1:] == [["行政许可", ""], ["行政处罚", ""], ["行政强制", "7"]]


def test_rules_of_some_columns_alone_are_no_table_and_their_text_is_kept() -> None:
    blocks = read("|---|甲|\n|---|乙|\n".encode()).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["|---|甲|", "|---|乙|"]
