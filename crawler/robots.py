"""What a host's robots.txt allows us: RFC 9309, read strictly.

4xx other than 401, 403 and 429 allow everything; 401 and 403 refuse everything; 429, 5xx and no answer mean that the
site waits this night.
"""

from dataclasses import dataclass

from protego import Protego

ROBOT_NAME = "gongkai"
MAX_BYTES = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB are to be read


@dataclass(frozen=True)
class RobotsPolicy:
    """``rules`` of a host, or everything allowed or refused. ``crawl_delay``: seconds, None when not asked for."""

    rules: Protego | None = None
    refuses_all: bool = False
    crawl_delay: float | None = None

    def allows(self, url: str) -> bool:
        """Whether we may fetch ``url``."""
        if self.refuses_all:
            return False
        return self.rules is None or bool(self.rules.can_fetch(url, ROBOT_NAME))


def policy_of(status: int, body: bytes) -> RobotsPolicy | None:
    """The policy that an answer to /robots.txt means; None when the site must wait."""
    if status in (401, 403):
        return RobotsPolicy(refuses_all=True)
    if status == 429 or status >= 500:
        return None
    if status != 200:
        return RobotsPolicy()
    rules = Protego.parse(body[:MAX_BYTES].decode("utf-8-sig", errors="replace"))
    delay = rules.crawl_delay(ROBOT_NAME)
    return RobotsPolicy(rules=rules, crawl_delay=float(delay) if delay is not None else None)
