"""Which addresses are asked for at all, so that no page and no name server can send us into a private network."""

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

USUAL_PORTS = (None, 80, 443)
OPEN_IPV6 = ipaddress.ip_network("2000::/3")  # all of IPv6 that is given out on the open internet (RFC 4291, 2.4)


def objection(url: str, ports: Collection[int] = (), *, any_port: bool = False) -> str | None:
    """Why nothing is ever asked of ``url``, whatever its host, as a clause; None when it may be.

    ``ports``: those that the site's own file names, beside the usual ones.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "the address is malformed"
    if parts.scheme not in ("http", "https"):
        return f"the address begins with {parts.scheme or 'nothing'}: and only http: and https: are asked for"
    if not parts.hostname:
        return "the address names no host"
    if "@" in parts.netloc:
        return "the address names a user, which no public page needs"
    if port not in USUAL_PORTS and port not in ports and not any_port:
        return f"the address names port {port}, which the registry does not"
    return None


def is_public(address: str) -> bool:
    """Whether an IP address belongs to a machine on the open internet, as against a private network or none.

    An IPv6 address that carries one of IPv4 within it is never public: it could carry a private one.
    """
    ip = ipaddress.ip_address(address)
    if ip.version == 6 and (ip not in OPEN_IPV6 or ip.sixtofour is not None or ip.teredo is not None):
        return False
    return ip.is_global and not ip.is_multicast
