"""One start of Chromium for many pages: ``python devtools.py CHROMIUM OPTION... -- FILE.html...`` leaves FILE.pdf.

Chromium takes one page a command line, and starting it costs ten times what printing does. Its DevTools protocol takes
any number: JSON texts that end with a zero byte, read by it at file descriptor 3 and written at 4.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from fcntl import F_DUPFD, fcntl
from pathlib import Path
from typing import Any

# As `chromium --print-to-pdf --no-pdf-header-footer` prints.
LAYOUT = {"printBackground": True, "preferCSSPageSize": True, "displayHeaderFooter": False}


class Browser:
    """The tab of a Chromium that answers on a socket."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._messages = self._read()
        self._sent = 0
        self._tab: dict[str, str] = {}
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._tab = {"sessionId": self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        self.ask("Page.enable")
        self.ask("Page.setLifecycleEventsEnabled", enabled=True)

    def print(self, page: Path) -> bytes:
        """The page as PDF, when all of it has been loaded."""
        asked = self._send("Page.navigate", url=page.as_uri())
        wanted, loaded = None, set()
        while wanted is None or wanted not in loaded:  # either may be told first
            message = next(self._messages)
            if message.get("id") == asked:
                wanted = message["result"]["loaderId"]
            elif message.get("method") == "Page.lifecycleEvent" and message["params"]["name"] == "load":
                loaded.add(message["params"]["loaderId"])
        return base64.b64decode(self.ask("Page.printToPDF", **LAYOUT)["data"])

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of one command; events that come before it are of no interest."""
        asked = self._send(method, **parameters)
        answer = next(message for message in self._messages if message.get("id") == asked)
        result: dict[str, Any] = answer["result"]
        return result

    def _send(self, method: str, **parameters: Any) -> int:
        self._sent += 1
        command = {"id": self._sent, "method": method, "params": parameters, **self._tab}
        self._connection.sendall(json.dumps(command).encode() + b"\0")
        return self._sent

    def _read(self) -> Iterator[dict[str, Any]]:
        rest = b""
        while received := self._connection.recv(2**20):
            *texts, rest = (rest + received).split(b"\0")
            yield from map(json.loads, texts)


def main(arguments: list[str]) -> None:
    """Whoever starts it looks at the files, and ends it with its Chromium when it takes too long."""
    end = arguments.index("--")
    ours, theirs = socket.socketpair()
    # Out of the way first: either may be 3 or 4 itself.
    ours, far = (socket.socket(fileno=fcntl(each.detach(), F_DUPFD, 10)) for each in (ours, theirs))
    for descriptor in (3, 4):
        os.dup2(far.fileno(), descriptor)
    far.close()
    with subprocess.Popen([*arguments[:end], "--remote-debugging-pipe"], pass_fds=(3, 4)), ours:
        for descriptor in (3, 4):
            os.close(descriptor)
        browser = Browser(ours)
        for page in map(Path, arguments[end + 1 :]):
            page.with_suffix(".pdf").write_bytes(browser.print(page))
        browser.ask("Browser.close")


if __name__ == "__main__":
    main(sys.argv[1:])
