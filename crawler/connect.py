"""Where requests really go: mapped hosts to another address by plain HTTP, all others to public addresses only.

This sits below everything else of the downloader, so that slots, delays, robots and captures see the real host only.
"""

from urllib.parse import urlsplit, urlunsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Request, Response

from crawler.resolver import PublicResolver
from crawler.urls import host_of


class AddressRefusedError(Exception):
    """A host's name leads to no public address; its text says so as a clause."""


class ConnectToDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler with the map of the setting GONGKAI_CONNECT_TO (host -> "address:port").

    Raises AddressRefusedError for another host whose name leads to no public address.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._connect_to: dict[str, str] = crawler.settings.getdict("GONGKAI_CONNECT_TO")

    async def download_request(self, request: Request) -> Response:
        """Fetches ``request`` from the mapped address when its host has one; the response keeps the original URL."""
        guard = self._guard()
        host = host_of(request.url)
        address = self._connect_to.get(host)
        if address is None:
            try:
                return await super().download_request(request)
            except CannotResolveHostError as error:
                if (refused := guard.refused.get(host)) is None:
                    raise
                raise AddressRefusedError(
                    f"the name {host} leads to {refused}, which is no public address; nothing was sent there"
                ) from error
        parts = urlsplit(request.url)
        headers = request.headers.copy()
        headers["Host"] = parts.netloc
        url = urlunsplit(("http", address, parts.path, parts.query, ""))
        response = await super().download_request(request.replace(url=url, headers=headers))
        return response.replace(url=request.url)

    def _guard(self) -> PublicResolver:
        """The guard before the reactor's resolver. Looked for at each request: Scrapy puts in a resolver of its own."""
        from twisted.internet import reactor

        guard: object = reactor.nameResolver
        if not isinstance(guard, PublicResolver):
            guard = PublicResolver(guard, frozenset(host_of(f"//{address}") for address in self._connect_to.values()))
            reactor.installNameResolver(guard)
        return guard
