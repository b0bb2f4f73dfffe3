"""Requests for mapped hosts go to another address, by plain HTTP and without a DNS look-up.

This sits below everything else of the downloader, so that slots, delays, robots and captures see the real host only.
"""

from urllib.parse import urlsplit, urlunsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.urls import host_of


class ConnectToDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler with the map of the setting GONGKAI_CONNECT_TO (host -> "address:port")."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._connect_to: dict[str, str] = crawler.settings.getdict("GONGKAI_CONNECT_TO")

    async def download_request(self, request: Request) -> Response:
        """Fetches ``request`` from the mapped address when its host has one; the response keeps the original URL."""
        address = self._connect_to.get(host_of(request.url))
        if address is None:
            return await super().download_request(request)
        parts = urlsplit(request.url)
        headers = request.headers.copy()
        headers["Host"] = parts.netloc
        meta = {key: value for key, value in request.meta.items() if key != "proxy"}
        url = urlunsplit(("http", address, parts.path, parts.query, ""))
        response = await super().download_request(request.replace(url=url, headers=headers, meta=meta))
        return response.replace(url=request.url)
