"""Where the files of a night stand in the archive."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO

#: the shard of documents that were handed over: its plan holds no site
HANDED_OVER = "handed-over"


def plan_file(archive: Path, night: date, shard: str) -> Path:
    """What the spider is told."""
    return archive / "plans" / night.isoformat() / f"{shard}.json"


def planned_shards(archive: Path, night: date) -> list[str]:
    """The shards that were planned for a night, in order of their names."""
    return sorted(path.stem for path in (archive / "plans" / night.isoformat()).glob("*.json"))


def capture_logs(archive: Path, night: date, shard: str) -> list[Path]:
    """The capture logs of a night and shard, oldest first."""
    return sorted((archive / "captures" / night.isoformat()).glob(f"{shard}-[0-9][0-9][0-9][0-9].jsonl"))


def next_capture_log(archive: Path, night: date, shard: str) -> Path:
    """The log of one more crawl: a log has one writer and is never reopened."""
    logs = capture_logs(archive, night, shard)
    number = log_number(logs[-1]) + 1 if logs else 1
    return archive / "captures" / night.isoformat() / f"{shard}-{number:04}.jsonl"


def log_number(log: Path) -> int:
    """The number in the name of a capture log: 1 for the first crawl of a shard's night."""
    return int(log.stem.rpartition("-")[2])


def warc_files(archive: Path, log: Path) -> list[str]:
    """The WARC files of the crawl that wrote a capture log, relative to the archive; there is one at most."""
    return sorted(
        path.relative_to(archive).as_posix() for path in (archive / "warc" / log.parent.name).glob(f"{log.stem}-*.gz")
    )


def parsed_file(archive: Path, night: date, shard: str) -> Path:
    """What the reports said, a document a line."""
    return archive / "parsed" / night.isoformat() / f"{shard}.jsonl"


def open_night_mark(archive: Path, night: date) -> Path:
    """Stands from the planning of a night to its end: planned once more, such a night goes on."""
    return archive / "open" / night.isoformat()


def unfinished_mark(archive: Path, site_code: str) -> Path:
    """Stands while a visit to the site has begun and no later one has come to its end."""
    return archive / "unfinished" / site_code


def write_atomically(path: Path, text: str) -> None:
    """Write the whole file or nothing: a crash leaves the former one."""
    with writing_atomically(path) as stream:
        stream.write(text)


@contextlib.contextmanager
def writing_atomically(path: Path) -> Iterator[IO[str]]:
    """A file to write to that takes the place of the former one when the block ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
