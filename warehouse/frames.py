"""The public views as pandas data frames, typed and ordered alike on both engines."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine

from warehouse.engine import reading
from warehouse.values import plain
from warehouse.views import View, public_views

_TYPES: dict[str, Any] = {
    "integer": "Int64",
    "number": "Float64",
    "text": "string",
    "date": "string",
    "time": "string",
    "json": "string",
}


def tables(engine: Engine) -> dict[str, pd.DataFrame]:
    """Every public view by name. Dates and times are ISO texts; rows are ordered by all columns but ids and places."""
    with reading(engine) as connection:
        return {view.name: _table(connection, view) for view in public_views().values()}


def _table(connection: Connection, view: View) -> pd.DataFrame:
    names = [column.name for column in view.columns]
    rows = connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM {view.name}").all()  # noqa: S608 (our names)
    columns = {
        column.name: pd.array([plain(row[i]) for row in rows], dtype=_TYPES[column.type])
        for i, column in enumerate(view.columns)
    }
    steady = [column.name for column in view.columns if not column.varies]
    varying = [column.name for column in view.columns if column.varies]
    frame = pd.DataFrame(columns, columns=names)
    return frame.sort_values(steady + varying, kind="stable", ignore_index=True)
