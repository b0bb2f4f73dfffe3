"""From the data of a form to its tables, one builder a kind of table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sized
from dataclasses import replace
from typing import Any

from disclosure.forms.model import BlockForm, CellForm, ColumnForm, GroupForm, LineForm, RowForm, TableForm

#: brackets at the end of a label, which explain it
_GLOSS = re.compile(r"（[^（）]*）$")


def table_builder(table: dict[str, Any]) -> Callable[[str, dict[str, Any]], TableForm]:
    """What makes a table of this kind."""
    if "lines" in table:
        return _line_table
    return _block_table if "blocks" in table else _matrix_table if "rows" in table else _dispute_table


def _labels(entry: dict[str, Any]) -> tuple[str, ...]:
    return (entry["label_zh"], *entry.get("aliases", ()))


def _table(name: str, data: dict[str, Any], blocks: tuple[BlockForm, ...], cells: list[CellForm]) -> TableForm:
    return TableForm(
        name=name,
        label_zh=data["label_zh"],
        label_en=data["label_en"],
        tokens=tuple(data.get("tokens", ())),
        header_labels=tuple(data.get("column_groups", ())) + ((data["corner"],) if "corner" in data else ()),
        groups=tuple(GroupForm(g["code"], g["label_zh"], g["label_en"]) for g in data.get("groups", ())),
        blocks=blocks,
        cells=tuple(cells),
    )


def _block_table(name: str, data: dict[str, Any]) -> TableForm:
    """Section two: several small tables, each under the item of Article 20 that it answers."""
    blocks, cells = [], []
    for block in data["blocks"]:
        columns = tuple(
            ColumnForm(None, column["label_zh"], column["label_en"], _labels(column), (column["label_zh"],))
            for column in block["columns"]
        )
        rows = []
        for row in block["rows"]:
            addresses = tuple(f"{name}.{code}" for code in row["cells"])
            rows.append(RowForm(row["label_zh"], row["label_zh"], row["label_en"], _labels(row), None, addresses))
            for address, code, column in zip(addresses, row["cells"], block["columns"], strict=True):
                cells.append(
                    CellForm(
                        address=address,
                        table=name,
                        row_code=None,
                        column_code=None,
                        code=code,
                        unit=column.get("unit", row.get("unit")),
                        type=column.get("type") or row["type"],
                        label_zh=f"{row['label_zh']}：{column['label_zh']}",
                        label_en=f"{row['label_en']}: {column['label_en']}",
                    )
                )
        blocks.append(BlockForm(block["caption"], columns, tuple(rows)))
    return _table(name, data, tuple(blocks), cells)


def _matrix_table(name: str, data: dict[str, Any]) -> TableForm:
    """Section three: outcomes by kind of applicant."""
    columns = tuple(
        ColumnForm(column["code"], column["label_zh"], column["label_en"], _labels(column), (column["label_zh"],))
        for column in data["columns"]
    )
    rows, cells = [], []
    for row in data["rows"]:
        addresses = tuple(f"{name}.{row['code']}.{column.code}" for column in columns)
        rows.append(RowForm(row["code"], row["label_zh"], row["label_en"], _labels(row), row.get("group"), addresses))
        for address, column in zip(addresses, columns, strict=True):
            cells.append(
                CellForm(
                    address=address,
                    table=name,
                    row_code=row["code"],
                    column_code=column.code,
                    code=f"{row['code']}.{column.code}",
                    unit=data["unit"],
                    type=data["type"],
                    label_zh=f"{row['label_zh']}：{column.label_zh}",
                    label_en=f"{row['label_en']}: {column.label_en}",
                )
            )
    return _table(name, data, (BlockForm(None, columns, tuple(rows)),), cells)


def _dispute_table(name: str, data: dict[str, Any]) -> TableForm:
    """Section four: one row of numbers under a header of two or three levels."""
    columns, cells = [], []
    for group in data["groups"]:
        for column in data["columns"]:
            code = f"{group['code']}_{column['code']}"
            path = (*group["path_zh"], column["label_zh"])
            columns.append(ColumnForm(code, path[-1], column["label_en"], _labels(column), path))
            cells.append(
                CellForm(
                    address=f"{name}.{code}",
                    table=name,
                    row_code=None,
                    column_code=code,
                    code=code,
                    unit=data["unit"],
                    type=data["type"],
                    label_zh=f"{group['label_zh']}：{column['label_zh']}",
                    label_en=f"{group['label_en']}: {column['label_en']}",
                )
            )
    row = RowForm(name, data["label_zh"], data["label_en"], (), None, tuple(cell.address for cell in cells))
    return _table(name, data, (BlockForm(None, tuple(columns), (row,)),), cells)


def _line_table(name: str, data: dict[str, Any]) -> TableForm:
    """One column of numbers; its lines are nested, each under the one that it is a part of."""
    lines: list[LineForm] = []
    rows, cells = [], []
    for entry, parent in _flatten(data["lines"], None, lines):
        labels = _labels(entry)
        address = f"{name}.{entry['code']}" if "code" in entry else None
        lines.append(LineForm(address, labels, parent))
        if address is None:
            continue
        whole = lines[parent] if parent is not None else None
        label_zh = f"{_GLOSS.sub('', whole.labels[0])}：{labels[0]}" if whole and whole.address else labels[0]
        rows.append(RowForm(entry["code"], label_zh, entry["label_en"], labels, None, (address,)))
        cells.append(
            CellForm(
                address=address,
                table=name,
                row_code=None,
                column_code=None,
                code=entry["code"],
                unit=entry["unit"],
                type=entry.get("type", "count"),
                label_zh=label_zh,
                label_en=entry["label_en"],
            )
        )
    column = ColumnForm(None, data["column"]["label_zh"], data["column"]["label_en"], _labels(data["column"]), ())
    block = BlockForm(None, (column,), tuple(rows))
    return replace(_table(name, data, (block,), cells), lines=tuple(lines))


def _flatten(
    entries: list[dict[str, Any]], parent: int | None, before: Sized
) -> Iterator[tuple[dict[str, Any], int | None]]:
    """Each line before its parts, with the place of the line it is a part of; ``before`` grows as they are taken."""
    for entry in entries:
        place = len(before)
        yield entry, parent
        yield from _flatten(entry.get("lines", []), place, before)
