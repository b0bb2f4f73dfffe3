"""The statutory forms as data: one YAML file an edition, the one source of cell codes, labels, units and types.

A table is a list of blocks; a block has columns (left to right) and rows (top to bottom); each crossing is a cell.
Sources: 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号, annexes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class CellForm:
    """One statutory cell. ``code`` is the last part of the address (all of it after the table)."""

    address: str
    table: str
    row_code: str | None
    column_code: str | None
    code: str
    unit: str | None
    type: str  #: count (integer >= 0), amount (decimal >= 0) or change (signed integer)
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """A column. ``path`` holds the labels of the header cells above it, outermost first, itself last."""

    code: str | None
    label_zh: str
    label_en: str
    labels: tuple[str, ...]
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowForm:
    """A row. ``labels`` is the statutory label and its aliases; empty where the form prints no row label (disputes)."""

    code: str
    label_zh: str
    label_en: str
    labels: tuple[str, ...]
    group: str | None
    cells: tuple[str, ...]  #: addresses, one a column


@dataclass(frozen=True, slots=True, eq=False)  # there is one object of each block: no need to compare contents
class BlockForm:
    caption: str | None
    columns: tuple[ColumnForm, ...]
    rows: tuple[RowForm, ...]


@dataclass(frozen=True, slots=True)
class GroupForm:
    """A label that spans several rows or columns and holds no value of its own."""

    code: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class TableForm:
    name: str
    label_zh: str
    label_en: str
    tokens: tuple[str, ...]  #: texts that occur in this edition of the table and in no other
    header_labels: tuple[str, ...]  #: header texts that head no single column
    groups: tuple[GroupForm, ...]
    blocks: tuple[BlockForm, ...]
    cells: tuple[CellForm, ...]


@dataclass(frozen=True, slots=True)
class Form:
    edition: str
    notice: str
    tables: dict[str, TableForm]

    def cell(self, address: str) -> CellForm:
        """The cell at an address; KeyError when this edition has none."""
        return _cells_by_address(self.edition)[address]

    @property
    def amounts(self) -> frozenset[str]:
        """Addresses of the cells that hold money."""
        return _amounts(self.edition)


@cache
def load_forms() -> dict[str, Form]:
    """All editions by name, newest first."""
    source = {name: _yaml(name) for name in ("fmt2021", "fmt2019")}
    return {name: _form(data, source) for name, data in source.items()}


@cache
def _cells_by_address(edition: str) -> dict[str, CellForm]:
    return {cell.address: cell for table in load_forms()[edition].tables.values() for cell in table.cells}


@cache
def _amounts(edition: str) -> frozenset[str]:
    return frozenset(address for address, cell in _cells_by_address(edition).items() if cell.type == "amount")


def _yaml(edition: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files(__package__).joinpath(f"{edition}.yaml").read_text(encoding="utf-8"))
    return data


def _form(data: dict[str, Any], source: dict[str, dict[str, Any]]) -> Form:
    tables = {}
    for name, table in data["tables"].items():
        resolved = _inherit(table, source[table["like"]]["tables"][name]) if "like" in table else table
        build = _block_table if "blocks" in resolved else _dispute_table if "rows" not in resolved else _matrix_table
        tables[name] = build(name, resolved)
    return Form(data["edition"], data["notice"], tables)


def _inherit(table: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """A table that is like another edition's but for some rows."""
    merged = {**base, **{key: value for key, value in table.items() if key not in ("like", "without", "add")}}
    if "rows" in base:
        rows = [row for row in base["rows"] if row["code"] not in table.get("without", ())]
        for extra in table.get("add", ()):
            position = next(i for i, row in enumerate(rows) if row["code"] == extra["after"]) + 1
            rows.insert(position, {key: value for key, value in extra.items() if key != "after"})
        used = {row.get("group") for row in rows}
        merged["rows"] = rows
        merged["groups"] = [group for group in base["groups"] if group["code"] in used]
    return merged


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
