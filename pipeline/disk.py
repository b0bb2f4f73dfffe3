"""A full disk, told in one sentence: which one, and what to do."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import GongkaiError
from pipeline.settings import SQLITE, Settings

_FULL = {errno.ENOSPC, errno.EDQUOT}
_SQLITE_FULL = "database or disk is full"


class DiskFullError(GongkaiError):
    """Nothing more can be written, so the night ends here."""


def is_full(error: BaseException) -> bool:
    """Whether an error, of ours or a library's, came of a full disk."""
    return (isinstance(error, OSError) and error.errno in _FULL) or _SQLITE_FULL in str(error)


def full_disk(settings: Settings) -> DiskFullError:
    """The error to raise: it names the fullest of the disks that a night writes to."""
    places = [settings.archive, settings.exports]
    if settings.warehouse.startswith(SQLITE):
        places.append(Path(settings.warehouse.removeprefix(SQLITE)))
    usage = {place: shutil.disk_usage(_existing(place)) for place in places}
    place = min(usage, key=lambda each: usage[each].free)
    mount = next(each for each in (_existing(place), *_existing(place).parents) if each.is_mount())
    return DiskFullError(
        f"The disk of {place} is full: {_megabytes(usage[place].free)} of {_megabytes(usage[place].total)} MB are free "
        f"at {mount}; make room and run the night again, which goes on from what it has."
    )


@contextlib.contextmanager
def telling(settings: Settings) -> Iterator[None]:
    """Within the block, whatever comes of a full disk is a DiskFullError."""
    try:
        yield
    except Exception as error:
        if is_full(error):
            raise full_disk(settings) from error
        raise


def _existing(path: Path) -> Path:
    return next(each for each in (path, *path.parents) if each.exists())


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"
