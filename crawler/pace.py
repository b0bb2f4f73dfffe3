"""How long to wait before a request: a platform's turn, and what a server asks for by Retry-After (RFC 9110)."""

import asyncio
import datetime
from email.utils import parsedate_to_datetime

from crawler.site import Site

MAX_WAIT = 120.0  # seconds that are waited within a night; a host that asks for more is left alone until the next


class PlatformPace:
    """Spaces requests of sites that share one platform: half the site's own delay apart, whatever the host."""

    def __init__(self) -> None:
        self._free_at: dict[str, float] = {}

    async def wait(self, site: Site) -> None:
        """Returns when it is this site's turn; at once for a site without a platform."""
        if site.platform is None:
            return
        now = asyncio.get_running_loop().time()
        turn = max(now, self._free_at.get(site.platform, now))
        self._free_at[site.platform] = turn + site.delay / 2
        await asyncio.sleep(turn - now)


class HostPauses:
    """Until when hosts have asked not to be asked."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def add(self, host: str, seconds: float) -> None:
        """A host asks for a pause of so many seconds from now on."""
        self._until[host] = max(self._until.get(host, 0.0), asyncio.get_running_loop().time() + seconds)

    async def wait(self, host: str) -> None:
        """Returns when the host's pause is over."""
        await asyncio.sleep(max(0.0, self._until.get(host, 0.0) - asyncio.get_running_loop().time()))


def seconds_asked_for(retry_after: str | None, answered_at: datetime.datetime) -> float:
    """The pause that a Retry-After header asks for: a number of seconds or a date; 0 when it can't be read."""
    value = (retry_after or "").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    aware = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return max(0.0, (aware - answered_at).total_seconds())
