"""Pages of one table, written cell by cell, for layouts that the press does not print."""

from __future__ import annotations

from decimal import Decimal

from disclosure.forms import load_forms
from disclosure.report import Report, State
from parsers import parse

TITLE = "<h1>友谊县教育局2023年政府信息公开工作年度报告</h1>"
HEADINGS = {
    "active_disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}
ROWS = load_forms()["fmt2021"].tables["applications"].blocks[0].rows
OUTCOMES = [row.label_zh for row in ROWS]


def page(table: str, name: str, *, heading: bool = True) -> Report:
    head = f"<p>{HEADINGS[name]}</p>" if heading else ""
    return parse(
        f"<html><body><div class='TRS_Editor'>{TITLE}{head}<table>{table}</table></div></body></html>".encode()
    )


def row(*cells: object) -> str:
    return (
        "<tr>" + "".join(text if text.startswith("<td") else f"<td>{text}</td>" for text in map(str, cells)) + "</tr>"
    )


def td(text: object, columns: int = 1, rows: int = 1) -> str:
    return f"<td colspan='{columns}' rowspan='{rows}'>{text}</td>"


def values(report: Report, *addresses: str) -> list[Decimal | str | None]:
    readings = [report.cells[address] for address in addresses]
    return [reading.value if reading.state is State.NUMBER else reading.state.value for reading in readings]


def numbers(first: int, count: int) -> list[int]:
    return list(range(first, first + count))


def applications(leaves: list[str], rows: list[str]) -> str:
    organisations = leaves[1:-1]
    return (
        row(
            td("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
            td("申请人情况", len(leaves)),
        )
        + row(td("自然人", 1, 2), td("法人或其他组织", len(organisations)), td("总计", 1, 2))
        + row(*organisations)
        + "".join(rows)
    )


STATUTORY = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
