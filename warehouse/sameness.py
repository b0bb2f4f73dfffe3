"""Are two warehouses the same? They are when they say the same, wherever and whenever it was fetched and loaded."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Engine

from warehouse.values import plain
from warehouse.views import View, public_views


def differing_views(left: Engine, right: Engine) -> list[str]:
    """Names of the public views that differ, leaving out ``runs``, ids, fetch times and places in the archive."""
    views = (view for view in public_views().values() if view.name != "runs")
    return [view.name for view in views if _steady_rows(left, view) != _steady_rows(right, view)]


def _steady_rows(engine: Engine, view: View) -> Counter[tuple[Any, ...]]:
    """How often each row stands there: in what order is of no interest."""
    names = ", ".join(column.name for column in view.columns if not column.varies)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"SELECT {names} FROM {view.name}").all()  # noqa: S608 (our names)
    return Counter(tuple(map(plain, row)) for row in rows)
