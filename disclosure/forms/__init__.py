"""The statutory forms as data: one YAML file an edition, the one source of cell codes, labels, units and types.

A table is a list of blocks; a block has columns (left to right) and rows (top to bottom); each crossing is a cell.
Sources: 国办发〔2014〕32号, 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号, annexes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from disclosure.data import load_yaml
from disclosure.forms.model import BlockForm, CellForm, ColumnForm, GroupForm, LineForm, RowForm, TableForm
from disclosure.forms.tables import table_builder

__all__ = [
    "BlockForm",
    "CellForm",
    "ColumnForm",
    "Form",
    "GroupForm",
    "LineForm",
    "RowForm",
    "TableForm",
    "forms_with",
    "load_forms",
]


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
    source = {name: _yaml(name) for name in ("fmt2021", "fmt2019", "stat2014")}
    return {name: _form(data, source) for name, data in source.items()}


@cache
def forms_with(table: str) -> dict[str, Form]:
    """The editions that have a table, newest first."""
    return {name: form for name, form in load_forms().items() if table in form.tables}


@cache
def _cells_by_address(edition: str) -> dict[str, CellForm]:
    return {cell.address: cell for table in load_forms()[edition].tables.values() for cell in table.cells}


@cache
def _amounts(edition: str) -> frozenset[str]:
    return frozenset(address for address, cell in _cells_by_address(edition).items() if cell.type == "amount")


def _yaml(edition: str) -> dict[str, Any]:
    data: dict[str, Any] = load_yaml(files(__package__).joinpath(f"{edition}.yaml").read_text(encoding="utf-8"))
    return data


def _form(data: dict[str, Any], source: dict[str, dict[str, Any]]) -> Form:
    tables = {}
    for name, table in data["tables"].items():
        resolved = _inherit(table, source[table["like"]]["tables"][name]) if "like" in table else table
        tables[name] = table_builder(resolved)(name, resolved)
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
