"""The public views as files, CSV for people and Parquet for programs."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from warehouse.frames import tables


def export(engine: Engine, directory: Path) -> list[Path]:
    """Write ``<view>.csv`` (UTF-8 with byte order mark, for spreadsheets) and ``<view>.parquet``; returns the paths.

    Two exports of the same warehouse are equal byte for byte. A file is replaced only when it is complete.
    """
    directory.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, frame in tables(engine).items():
        for ending in ("csv", "parquet"):
            path = directory / f"{name}.{ending}"
            partial = path.with_name(f".{path.name}.partial")
            if ending == "csv":
                frame.to_csv(partial, index=False, encoding="utf-8-sig", lineterminator="\n", float_format="%.15g")
            else:
                frame.to_parquet(partial, index=False)
            partial.replace(path)
            paths.append(path)
    return paths
