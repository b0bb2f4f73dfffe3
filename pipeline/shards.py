"""Sites grouped into shards: by province, and by platform within it, so that one crawl paces one shared server."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.site import Site

MAX_SHARDS = 60  # mapped tasks a DAG run shows well; there are 31 provinces


def group_sites(sites: Iterable[Site]) -> dict[str, list[Site]]:
    """Shard name (``23`` or ``23-<platform>``) to its sites.

    Beyond MAX_SHARDS the smallest platforms join the shard of their province.
    """
    shards: dict[str, list[Site]] = defaultdict(list)
    for site in sites:
        platform = re.sub(r"[^a-z0-9]+", "-", site.platform.lower()).strip("-") if site.platform else ""
        shards["-".join(filter(None, (site.code[:2], platform)))].append(site)
    by_size = sorted((name for name in shards if "-" in name), key=lambda name: (len(shards[name]), name))
    for name in by_size[: max(0, len(shards) - MAX_SHARDS)]:
        shards[name[:2]].extend(shards.pop(name))
    return {name: sorted(shards[name], key=lambda site: site.code) for name in sorted(shards)}
