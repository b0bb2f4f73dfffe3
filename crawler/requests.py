"""One address for what is asked: a POST carries its form behind ``#post:``, as no fragment is ever sent.

So a list page that is had by POST has an address of its own in the plan, the log and the warehouse, and the next night
can ask for it again by its address alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

MARK = "#post:"


@dataclass(frozen=True)
class PageRequest:
    """What is sent: ``url`` without fragment, and the body of a POST (urlencoded form), None for a GET."""

    url: str
    body: str | None = None


def post_address(url: str, form: Iterable[tuple[str, str]]) -> str:
    """The address of a POST of ``form`` to ``url`` (which has no fragment)."""
    return f"{url}{MARK}{urlencode(list(form))}"


def request_of(address: str) -> PageRequest:
    """What is to be sent for an address."""
    url, mark, body = address.partition(MARK)
    return PageRequest(url, body if mark else None)


def parameters_of(address: str) -> dict[str, str]:
    """The parameters of an address, those of its query and those of its form; of several with one name the last."""
    request = request_of(address)
    query = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
    return dict([*query, *parse_qsl(request.body or "", keep_blank_values=True)])
