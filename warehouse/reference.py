"""What the law and the map say, as tables: statutory cells by edition, divisions by code."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, select

from disclosure.divisions import all_divisions
from disclosure.forms import load_forms
from warehouse.engine import insert
from warehouse.schema import dim_cell, dim_division


def store_reference(connection: Connection) -> None:
    """Bring ``dim_cell`` and ``dim_division`` up to the forms and the division list; nothing is taken away."""
    _store_cells(connection)
    _store_divisions(connection)


def _store_cells(connection: Connection) -> None:
    stored = {(row["edition"], row["address"]): row for row in connection.execute(select(dim_cell)).mappings()}
    rows = [
        {"edition": form.edition, "table_name": cell.pop("table"), **cell}
        for form in load_forms().values()
        for table in form.tables.values()
        for cell in map(asdict, table.cells)
    ]
    changed = [row for row in rows if not row.items() <= dict(stored.get((row["edition"], row["address"]), {})).items()]
    if changed:
        statement = insert(connection, dim_cell)
        changing = ("table_name", "row_code", "column_code", "code", "unit", "type", "label_zh", "label_en")
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["edition", "address"], set_={name: statement.excluded[name] for name in changing}
            ),
            changed,
        )


def _store_divisions(connection: Connection) -> None:
    stored = {row.division_code: row.name for row in connection.execute(select(dim_division))}
    rows = [
        {"division_code": division.code, "name": division.name}
        for division in all_divisions().values()
        if stored.get(division.code) != division.name
    ]
    if rows:
        statement = insert(connection, dim_division)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["division_code"], set_={"name": statement.excluded.name}),
            rows,
        )
