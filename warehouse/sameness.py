"""Are two warehouses the same? They are when they say the same, wherever and whenever it was fetched and loaded."""

from __future__ import annotations

from sqlalchemy import Engine

from warehouse.frames import table
from warehouse.views import public_views


def differing_views(left: Engine, right: Engine) -> list[str]:
    """Names of the public views that differ, leaving out ``runs``, ids, fetch times and places in the archive."""
    differing = []
    for view in public_views().values():
        if view.name == "runs":
            continue
        steady = [column.name for column in view.columns if not column.varies]
        if not table(left, view)[steady].equals(table(right, view)[steady]):
            differing.append(view.name)
    return differing
