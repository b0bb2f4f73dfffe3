"""Names lead to public addresses only. In the terms of Twisted, whose interfaces have no types for mypy to check."""

from typing import Any

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from crawler.addresses import is_public


@implementer(IResolutionReceiver)
class _PublicAddresses:
    """Passes on the public addresses of a name; remembers another one in ``refused``."""

    def __init__(self, receiver: Any, name: str, refused: dict[str, str]) -> None:
        self._receiver = receiver
        self._name = name
        self._refused = refused

    def resolutionBegan(self, resolution: Any) -> None:
        self._refused.pop(self._name, None)
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        if is_public(address.host):
            self._receiver.addressResolved(address)
        else:
            self._refused[self._name] = address.host

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class PublicResolver:
    """Gives of another resolver's answers the public addresses only, except for the names in ``exempt``.

    Twisted connects to the very addresses that it gets from here and looks up no name a second time, so a name server
    that changes its answer between check and connection gains nothing. ``refused``: by name, an address not given.
    """

    def __init__(self, resolver: Any, exempt: frozenset[str]) -> None:
        self.refused: dict[str, str] = {}
        self._resolver = resolver
        self._exempt = exempt

    def resolveHostName(self, receiver: Any, name: str, *rest: Any, **options: Any) -> Any:
        """See twisted.internet.interfaces.IHostnameResolver."""
        if name not in self._exempt:
            receiver = _PublicAddresses(receiver, name, self.refused)
        return self._resolver.resolveHostName(receiver, name, *rest, **options)
