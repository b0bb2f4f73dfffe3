"""A capture log read back: every whole line of it, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from crawler.capture import Capture, JudgedLink, SiteOutcome
from pipeline import layout

_LINE: TypeAdapter[Capture | JudgedLink | SiteOutcome] = TypeAdapter(
    Annotated[Capture | JudgedLink | SiteOutcome, Field(discriminator="type")]
)


@dataclass
class CaptureLogContent:
    """``torn``: the last line was cut short, as a killed crawl leaves it; ``damaged``: numbers of other bad lines."""

    captures: list[Capture] = field(default_factory=list)
    links: list[JudgedLink] = field(default_factory=list)
    outcomes: list[SiteOutcome] = field(default_factory=list)
    torn: bool = False
    damaged: list[int] = field(default_factory=list)


def read_logs(archive: Path, night: date, shard: str) -> dict[int, CaptureLogContent]:
    """The capture logs of a night and shard by number, oldest first."""
    return {layout.log_number(path): read_log(path) for path in layout.capture_logs(archive, night, shard)}


def read_log(path: Path) -> CaptureLogContent:
    """Everything that stands whole in a capture log."""
    content = CaptureLogContent()
    lines = path.read_bytes().split(b"\n")
    tail = lines.pop()
    content.torn = bool(tail)
    for number, line in enumerate(lines, start=1):
        try:
            parsed = _LINE.validate_json(line)
        except ValidationError:
            content.damaged.append(number)
            continue
        match parsed:
            case Capture():
                content.captures.append(parsed)
            case JudgedLink():
                content.links.append(parsed)
            case SiteOutcome():
                content.outcomes.append(parsed)
    return content
