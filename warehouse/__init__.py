"""Reports to SQL: schema, migrations, loader, checks across reports, views, exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Engine


def tables(engine: Engine) -> dict[str, pd.DataFrame]:
    """The public views by name, as pandas data frames (see ``warehouse.frames``)."""
    from warehouse import frames  # pandas takes half a second, and most of what runs does without it

    return frames.tables(engine)
