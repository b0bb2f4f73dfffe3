"""One database to a file and back: SQLite by its own copying, PostgreSQL by its own programs."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import GongkaiError

if TYPE_CHECKING:
    from sqlalchemy import URL


def dump(url: str, path: Path) -> None:
    """Write the database at an SQLAlchemy ``url`` to ``path``, as it stands at one moment, whoever writes meanwhile.

    Raises GongkaiError when there is none, or when it can't be read.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        _copy_sqlite(Path(address.database or ""), path)
    else:
        _run("pg_dump", address, "--format=custom", "--no-owner", f"--file={path}")


def restore(path: Path, url: str) -> None:
    """Make the database at ``url`` what it was when ``dump`` wrote ``path``; GongkaiError unless it is empty."""
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        target = Path(address.database or "")
        if target.exists():
            raise GongkaiError(f"{target} exists; restoring overwrites nothing: move it away first.")
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy_sqlite(path, target)
        return
    if _tables(address):
        raise GongkaiError(
            f"The database {address.database} on {address.host} holds tables; restoring overwrites nothing: "
            "give the name of an empty one."
        )
    _run("pg_restore", address, "--no-owner", "--exit-on-error", "--single-transaction", str(path))


def suffix(url: str) -> str:
    """How the file of a dump ends, which tells of which kind it is."""
    return ".sqlite" if _address(url).get_backend_name() == "sqlite" else ".pgdump"


def _address(url: str) -> URL:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(url)
    except ArgumentError as error:
        raise GongkaiError("A database is named by an SQLAlchemy URL: sqlite:///FILE or postgresql://...") from error
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise GongkaiError(f"A database of the kind {address.get_backend_name()} can't be backed up here.")
    return address


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise GongkaiError(f"There is no database at {source}.")
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as from_here,
            contextlib.closing(sqlite3.connect(target)) as to_there,
        ):
            from_here.backup(to_there)
            to_there.execute("PRAGMA journal_mode = DELETE")  # else reading the copy leaves files beside it
    except sqlite3.Error as error:
        raise GongkaiError(f"{source} can't be copied to {target}: {error}.") from error


def _tables(address: URL) -> bool:
    """Whether a PostgreSQL database holds anything of its users."""
    from sqlalchemy import create_engine, inspect

    engine = create_engine(address.set(drivername="postgresql+psycopg"))
    try:
        inspector = inspect(engine)
        return bool(inspector.get_table_names() or inspector.get_view_names())
    finally:
        engine.dispose()


def _run(program: str, address: URL, *options: str) -> None:
    """One of PostgreSQL's programs; the password goes by the environment, which nobody else can list."""
    place = {"PGHOST": address.host, "PGPORT": address.port, "PGUSER": address.username, "PGPASSWORD": address.password}
    environment = {**os.environ, **{name: str(value) for name, value in place.items() if value}}
    try:
        done = subprocess.run(
            [program, f"--dbname={address.database}", *options], env=environment, capture_output=True, text=True
        )
    except FileNotFoundError as error:
        raise GongkaiError(
            f"The program {program} is missing: install the PostgreSQL client (package postgresql-client), "
            "of the server's version or newer."
        ) from error
    if done.returncode:
        raise GongkaiError(f"{program} of the database {address.database} failed: {_last_line(done.stderr)}")


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason."
