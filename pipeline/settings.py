"""The settings of a night, from the environment; the command's options have the same names."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import SettingsError

SQLITE = "sqlite:///"


@dataclass(frozen=True)
class Settings:
    """Where things are and how to behave. Paths are absolute; ``warehouse`` is an SQLAlchemy URL."""

    registry: Path
    archive: Path
    warehouse: str
    exports: Path
    contact: str = ""
    connect_to: Mapping[str, str] = field(default_factory=dict)  #: real host -> "address:port"
    crawler_python: str = sys.executable
    quorum: float = 0.5  #: share of shards that must succeed for the night to count
    alert_webhook: str = field(default="", repr=False)  #: who knows the address of a webhook may write to it
    alive_webhook: str = field(default="", repr=False)

    def to_environment(self) -> dict[str, str]:
        """The same settings for another process."""
        return {
            "GONGKAI_REGISTRY": str(self.registry),
            "GONGKAI_ARCHIVE": str(self.archive),
            "GONGKAI_WAREHOUSE": self.warehouse,
            "GONGKAI_EXPORTS": str(self.exports),
            "GONGKAI_CONTACT": self.contact,
            "GONGKAI_CONNECT_TO": ",".join(f"{host}={target}" for host, target in self.connect_to.items()),
            "GONGKAI_CRAWLER_PYTHON": self.crawler_python,
            "GONGKAI_QUORUM": str(self.quorum),
            "GONGKAI_ALERT_WEBHOOK": self.alert_webhook,
            "GONGKAI_ALIVE_WEBHOOK": self.alive_webhook,
        }

    def require_contact(self, hosts: Iterable[str]) -> None:
        """Raise unless the site owners can reach us; hosts that are all mapped elsewhere are no live harvest."""
        live = sorted(set(hosts) - set(self.connect_to))
        if live and not self.contact:
            raise SettingsError(
                f"A live harvest of {live[0]} needs GONGKAI_CONTACT (--contact): "
                "a web page or mail address for the User-Agent, so that the owners of the site can reach you."
            )


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from GONGKAI_*; what is not set, or set empty, has the default of the contract."""
    given = {name: value for name, value in (os.environ if environment is None else environment).items() if value}
    return Settings(
        registry=Path(given.get("GONGKAI_REGISTRY", "registry")).absolute(),
        archive=_local(given.get("GONGKAI_ARCHIVE", "var/archive")),
        warehouse=_absolute(given.get("GONGKAI_WAREHOUSE", f"{SQLITE}var/gongkai.sqlite")),
        exports=Path(given.get("GONGKAI_EXPORTS", "var/exports")).absolute(),
        contact=given.get("GONGKAI_CONTACT", ""),
        connect_to=parse_connect_to(given.get("GONGKAI_CONNECT_TO", "")),
        crawler_python=given.get("GONGKAI_CRAWLER_PYTHON", sys.executable),
        quorum=_share(given.get("GONGKAI_QUORUM", "0.5")),
        alert_webhook=_webhook(given, "GONGKAI_ALERT_WEBHOOK"),
        alive_webhook=_webhook(given, "GONGKAI_ALIVE_WEBHOOK"),
    )


def parse_connect_to(text: str) -> dict[str, str]:
    """``host=address:port``, comma-separated, to a mapping."""
    mapping = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        host, _, target = entry.partition("=")
        address, _, port = target.rpartition(":")
        if not (host and address and port.isdigit() and ":" not in host):
            raise SettingsError(f"GONGKAI_CONNECT_TO holds {entry!r}, which is not host=address:port.")
        mapping[host.lower()] = target
    return mapping


def _local(archive: str) -> Path:
    if "://" in archive:
        raise SettingsError(f"GONGKAI_ARCHIVE is {archive!r}: only a path on a file system is supported so far.")
    return Path(archive).absolute()


def _absolute(url: str) -> str:
    """An SQLite file by its full path, so that the URL means the same in every process."""
    path = url.removeprefix(SQLITE)
    if not url.startswith(SQLITE) or path in ("", ":memory:") or path.startswith("file:"):
        return url
    return f"{SQLITE}{Path(path).absolute()}"


def _webhook(given: Mapping[str, str], name: str) -> str:
    """The address of a webhook. It is a secret, so no message says it."""
    url = given.get(name, "")
    if url and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", url):
        raise SettingsError(f"{name} is not an address that begins with http:// or https://.")
    return url


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise SettingsError(f"GONGKAI_QUORUM is {text!r}: it must be a number from 0 to 1.")
    return share
