"""docker-compose.yml and Dockerfile as Docker reads them, as far as the runner beside this needs it."""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

# ``$$``, ``${NAME}``, ``${NAME:-default}``, ``${NAME:?message}``; any other dollar is a mistake.
VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<text>[^}]*))?\}|)")
UNITS = {"s": 1, "m": 60, "h": 3600}


class ComposeError(Exception):
    """The file asks for what can't be had; the message says what and where."""


@dataclass(frozen=True)
class Image:
    """What the Dockerfile gives every container: its working directory and its environment."""

    directory: str
    environment: dict[str, str]


def read_compose_file(path: Path, settings: Mapping[str, str]) -> dict[str, Any]:
    """The file with ``settings``, which stand in ``.env`` elsewhere, put in where it asks for them."""
    loaded: dict[str, Any] = _interpolate(yaml.safe_load(path.read_text("utf-8")), settings)
    return loaded


def read_dockerfile(path: Path) -> Image:
    """The last WORKDIR and every ENV."""
    directory, environment = "/", {}
    for line in path.read_text("utf-8").replace("\\\n", " ").splitlines():
        instruction, _, rest = line.partition(" ")
        if instruction == "WORKDIR":
            directory = rest.strip()
        elif instruction == "ENV":
            environment.update(dict(part.split("=", 1) for part in shlex.split(rest)))
    return Image(directory, environment)


def seconds(duration: str) -> float:
    """``1m30s`` is 90."""
    parts = re.findall(r"(\d+)([smh])", duration)
    if "".join(number + unit for number, unit in parts) != duration:
        raise ComposeError(f"{duration!r} is no duration.")
    return sum(int(number) * UNITS[unit] for number, unit in parts)


def _interpolate(value: Any, settings: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _interpolate(each, settings) for key, each in value.items()}
    if isinstance(value, list):
        return [_interpolate(each, settings) for each in value]
    return VARIABLE.sub(lambda found: _value(found, settings), value) if isinstance(value, str) else value


def _value(found: re.Match[str], settings: Mapping[str, str]) -> str:
    if found["dollar"]:
        return "$"
    if not found["name"]:
        raise ComposeError(f"A dollar in {found.string!r} stands for nothing; write $$ for a plain one.")
    given = settings.get(found["name"], "")
    if given:
        return given
    if found["kind"] != "-":
        raise ComposeError(found["text"] or f"{found['name']} is not set.")
    return str(found["text"])
