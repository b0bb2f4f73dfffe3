"""Addresses: one spelling for each, and what two of them have in common."""

import re
from itertools import takewhile
from urllib.parse import urljoin, urlsplit, urlunsplit

USUAL_PORT = {"http": 80, "https": 443}
# The server's mark of a visit, another one each time; the page is the same without it.
SESSION_PATH = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
SESSION_FIELD = re.compile(r"(?:^|&)(?:jsessionid|phpsessid|aspsessionid\w*|sessionid)=[^&]*", re.IGNORECASE)
HOME_PATH = re.compile(r"^/?(index\.(html?|shtml|jsp|php|aspx?))?$", re.IGNORECASE)


def host_of(url: str) -> str:
    """Lower-case host of ``url`` without port; empty when it has none or is malformed."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def join(base: str, reference: str) -> str | None:
    """The absolute http(s) address of a link, or None when it is no web address.

    Without what says nothing of the page: fragment, the usual port, the mark of a session.
    """
    try:
        parts = urlsplit(urljoin(base, reference.strip()))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    path = SESSION_PATH.sub("", re.sub(r"/{2,}", "/", parts.path)) or "/"
    host = parts.netloc.lower()
    if port == USUAL_PORT[parts.scheme]:
        host = host.removesuffix(f":{port}")
    return urlunsplit((parts.scheme, host, path, SESSION_FIELD.sub("", parts.query).lstrip("&"), ""))


def key_of(url: str) -> str:
    """What stays the same when a site answers on both http and https: host, path, query and the form of a POST."""
    parts = urlsplit(url)
    form = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.netloc.lower()}{re.sub(r'/{2,}', '/', parts.path) or '/'}?{parts.query}{form}"


def is_home(url: str) -> bool:
    """Whether ``url`` is the front page of its host."""
    parts = urlsplit(url)
    return bool(HOME_PATH.match(parts.path)) and not parts.query


def folder_of(url: str) -> str:
    """Host and path up to the last slash: pages of one list share it."""
    parts = urlsplit(url)
    return parts.netloc.lower() + parts.path.rpartition("/")[0]


def list_key_of(url: str) -> str:
    """Like key_of, and a folder is the same as its index page."""
    return re.sub(r"/index\.(s?html?|jsp|php|aspx?)(?=\?)", "/", key_of(url), flags=re.IGNORECASE)


def shared_start(one: str, other: str) -> int:
    """How many characters two addresses have in common from host and path on, before they differ."""
    pairs = zip(key_of(one), key_of(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
