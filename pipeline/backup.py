"""A backup is a folder: the warehouse, Airflow's metadata if it is named, and a mirror of the archive.

The databases come first. The archive only grows, so whatever they refer to stands in a mirror that is made after them;
and a backup into the same folder again copies only what is new.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from pipeline import databases
from pipeline.errors import GongkaiError
from pipeline.layout import write_atomically
from pipeline.settings import Settings

#: written last, so that a folder without it is no whole backup
MARK = "complete"


def make_backup(settings: Settings, folder: Path, metadata: str | None) -> list[Path]:
    """Back up the warehouse, the archive, and Airflow's ``metadata`` (an SQLAlchemy URL) to ``folder``.

    Gives what was written. Raises GongkaiError when a part can't be; the former dump of it then stays as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).unlink(missing_ok=True)
    written = []
    for name, url in _databases(settings, metadata).items():
        path = folder / f"{name}{databases.suffix(url)}"
        new = path.with_name(f"new-{path.name}")
        new.unlink(missing_ok=True)
        databases.dump(url, new)
        written.append(new.replace(path))
    if settings.archive.is_dir():
        written.append(_mirror(settings.archive, folder / "archive"))
    write_atomically(folder / MARK, f"{datetime.now(UTC).isoformat(timespec='seconds')}\n")
    return written


def restore_backup(settings: Settings, folder: Path, metadata: str | None) -> list[Path]:
    """Put back what ``make_backup`` wrote, where the settings say; the paths of what was put back.

    Airflow's metadata stay aside when ``metadata`` names no place. GongkaiError if anything stands there already.
    """
    if not (folder / MARK).is_file():
        raise GongkaiError(f"{folder} holds no whole backup: there is no file {MARK} in it.")
    dumps = {folder / f"{name}{databases.suffix(url)}": url for name, url in _databases(settings, metadata).items()}
    for path in dumps:
        if not path.is_file():
            raise GongkaiError(
                f"{folder} holds no {path.name}: a backup goes back to the kind of database that it is of."
            )
    if settings.archive.is_dir() and any(settings.archive.iterdir()):
        raise GongkaiError(f"{settings.archive} is not empty; restoring overwrites nothing: move it away first.")
    for path, url in dumps.items():
        databases.restore(path, url)
    if (folder / "archive").is_dir():
        _mirror(folder / "archive", settings.archive)
    return [*dumps, folder / "archive"]


def _databases(settings: Settings, metadata: str | None) -> dict[str, str]:
    return {"warehouse": settings.warehouse, **({"airflow": metadata} if metadata else {})}


def _mirror(source: Path, target: Path) -> Path:
    """Copy what is missing in ``target`` or has changed since; what is no longer in ``source`` stays."""
    unfinished = shutil.ignore_patterns(".*")  # of files that are written whole or not at all
    try:
        copied: Path = shutil.copytree(
            source, target, ignore=unfinished, copy_function=_copy_if_changed, dirs_exist_ok=True
        )
    except OSError as error:
        reason = error.args[0][0][2] if isinstance(error, shutil.Error) else error
        raise GongkaiError(f"The archive {source} can't be copied to {target}: {reason}.") from error
    return copied


def _copy_if_changed(source: str, target: str) -> str:
    here, there = Path(source), Path(target)
    if there.exists():
        old, new = there.stat(), here.stat()
        if (old.st_size, old.st_mtime_ns) == (new.st_size, new.st_mtime_ns):
            return target
    return str(shutil.copy2(here, there))
