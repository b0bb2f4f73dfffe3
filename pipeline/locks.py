"""One at a time: a lock is a file in the archive that a process holds open, so it is released however the holder ends.

Locks are ``flock``: they hold between processes of a machine and between the machines of a shared volume whose file
system carries them (local disks, NFS from version 4 on). A child that inherits the descriptor holds the lock as well: a
crawl whose task was killed keeps the next one waiting until it is gone.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import StageError

PATIENCE = 600.0  #: seconds that a stage waits for another one on the same shard
PAUSE = 0.2
log = logging.getLogger(__name__)


@contextlib.contextmanager
def held(archive: Path, name: str, what: str, patience: float = PATIENCE) -> Iterator[int]:
    """Hold the lock ``name`` of an archive within the block; gives its descriptor, for a child to inherit.

    ``what`` is told of when somebody else holds it, as in "Shard 50 is being harvested": first that it is waited for,
    after ``patience`` seconds as a StageError.
    """
    path = archive / "locks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        limit = time.monotonic() + patience
        is_told = False
        while not _taken(file.fileno()):
            file.seek(0)
            sentence = f"{what} by {file.read().strip() or 'another process'}"
            if time.monotonic() > limit:
                raise StageError(f"{sentence}, still after {patience:.0f} s: run this again when that has ended.")
            if not is_told:
                log.warning("%s; waiting for it to end.", sentence)
                is_told = True
            time.sleep(PAUSE)
        with contextlib.suppress(OSError):  # who holds it is only for the sentence above; a full disk may refuse it
            file.truncate(0)
            file.write(f"process {os.getpid()} on {socket.gethostname()}")
            file.flush()
        yield file.fileno()


def harvesting(archive: Path, shard: str, patience: float = PATIENCE) -> contextlib.AbstractContextManager[int]:
    """The lock of what plans, crawls and ingests a shard, whatever the night: its sites have one visitor at a time."""
    return held(archive, f"harvest-{shard}", f"Shard {shard} is being harvested", patience)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
