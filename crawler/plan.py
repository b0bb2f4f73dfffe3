"""What the crawler is told of a night: the sites to visit and what is known of them. Written by the pipeline."""

import datetime
import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from crawler.site import Site


class KnownUrl(BaseModel):
    """The last good capture of an address. ``kind``: list, article, attachment, ... (its verdict)."""

    model_config = ConfigDict(frozen=True)
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    kind: str


class ListState(BaseModel):
    """A list page as last seen with all of its reports fetched. ``links``: how many links were judged."""

    model_config = ConfigDict(frozen=True)
    fingerprint: str | None = None
    links: int = 0


class SitePlan(BaseModel):
    """One site and what is known of it, by address.

    ``accepted``: by list page, what its latest reading took for reports, each with its rows there (text, space, date).

    ``first_log``: the number of the first capture log that may tell of this visit; earlier ones tell of others.
    ``is_visited``: one of them says that it came to its end, so that none is due. ``resumes``: the WARC files that its
    tries left when they were cut short.
    """

    model_config = ConfigDict(frozen=True)
    site: Site
    known: dict[str, KnownUrl] = Field(default_factory=dict)
    lists: dict[str, ListState] = Field(default_factory=dict)
    accepted: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    first_log: int = 1
    is_visited: bool = False
    resumes: tuple[str, ...] = ()


class Plan(BaseModel):
    """One shard's night. ``connect_to``: host -> "address:port", asked by plain HTTP instead of the host."""

    model_config = ConfigDict(frozen=True)
    night: datetime.date
    contact: str | None = None
    connect_to: dict[str, str] = Field(default_factory=dict)
    sites: tuple[SitePlan, ...] = ()

    @field_validator("connect_to")
    @classmethod
    def _addresses_have_ports(cls, value: dict[str, str]) -> dict[str, str]:
        for host, address in value.items():
            name, _, port = address.rpartition(":")
            if not name or not port.isdigit():
                raise ValueError(f"connect_to of {host} must be address:port, not {address!r}")
        return {host.lower(): address for host, address in value.items()}

    @classmethod
    def read(cls, path: Path) -> "Plan":
        """Reads a plan file. Raises OSError or pydantic.ValidationError."""
        return cls.model_validate_json(path.read_bytes())

    def write(self, path: Path) -> None:
        """Writes the plan, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(path.name + ".part")
        with draft.open("w", encoding="utf-8") as file:
            file.write(self.model_dump_json(indent=1))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
