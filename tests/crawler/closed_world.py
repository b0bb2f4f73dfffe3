"""A program: the crawler in a network of its own, with a name server and a web server on every address.

``unshare -rn python closed_world.py SCENARIO.json CRAWLER-ARGUMENT ...``. The scenario has ``addresses`` (of this
machine), ``names`` (host -> the answers to its first, second, ... look-up; the last stays) and ``pages`` (path ->
status, headers, body). What was asked for is printed as JSON: ``look_ups`` (host) and ``requests`` (address, Host
header, path).
"""

import collections
import ipaddress
import json
import socket
import socketserver
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from scrapy.settings import default_settings
from twisted.internet import defer
from twisted.internet.abstract import isIPAddress
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.names import client, dns

from crawler.__main__ import main

scenario = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
look_ups: list[str] = []
requests: list[tuple[str, str, str]] = []
asked: collections.Counter[tuple[str, int]] = collections.Counter()  # by name and type of record


class NameServer(socketserver.BaseRequestHandler):
    """Answers A and AAAA as the scenario says. A look-up is one question for A and one for AAAA."""

    def handle(self) -> None:
        data, sender = self.request
        message = dns.Message()
        message.fromStr(data)
        name, kind = message.queries[0].name.name.decode(), message.queries[0].type
        answers = scenario["names"].get(name, [[]])
        for address in map(ipaddress.ip_address, answers[min(asked[name, kind], len(answers) - 1)]):
            record = dns.Record_A(str(address)) if address.version == 4 else dns.Record_AAAA(str(address))
            if kind == record.TYPE:
                message.answers.append(dns.RRHeader(name=name.encode(), type=kind, payload=record))
        asked[name, kind] += 1
        if kind == dns.A:
            look_ups.append(name)
        message.answer = 1
        sender.sendto(message.toStr(), self.client_address)


class WebServer(BaseHTTPRequestHandler):
    """Answers whoever comes, on whatever address, as the scenario says, and closes the connection."""

    def do_GET(self) -> None:
        address = self.connection.getsockname()[0].removeprefix("::ffff:")
        requests.append((address, self.headers.get("Host", ""), self.path))
        page = scenario["pages"].get(self.path, {"status": 404})
        body = page.get("body", "").encode()
        self.send_response(page.get("status", 200))
        for name, value in page.get("headers", {"Content-Type": "text/html; charset=utf-8"}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        pass


class DualServer(ThreadingHTTPServer):
    address_family = socket.AF_INET6
    daemon_threads = True

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()


class LookUp:
    """Twisted's resolver of this world: asks its name server anew each time, and takes all that it answers."""

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> "LookUp":
        return cls(reactor)

    def __init__(self, reactor: Any) -> None:
        self.reactor = reactor
        self.client = client.Resolver(servers=[("127.0.0.1", names.server_address[1])], timeout=(5,))

    def install_on_reactor(self) -> None:
        self.reactor.installNameResolver(self)

    def resolve(self, receiver: Any, name: str, *rest: Any, **options: Any) -> Any:
        receiver.resolutionBegan(self)
        if isIPAddress(name):
            receiver.addressResolved(IPv4Address("TCP", name, options["portNumber"]))
            receiver.resolutionComplete()
            return self

        def deliver(results: list[tuple[bool, Any]]) -> None:
            for record in (header.payload for done, result in results if done for header in result[0]):
                if record.TYPE == dns.A:
                    receiver.addressResolved(IPv4Address("TCP", record.dottedQuad(), options["portNumber"]))
                else:
                    address = str(ipaddress.ip_address(record.address))
                    receiver.addressResolved(IPv6Address("TCP", address, options["portNumber"]))
            receiver.resolutionComplete()

        both = [self.client.lookupAddress(name), self.client.lookupIPV6Address(name)]
        defer.DeferredList(both, consumeErrors=True).addCallback(deliver)
        return self

    resolveHostName = resolve  # noqa: N815 -- the name that Twisted calls


subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
for each in scenario["addresses"]:
    subprocess.run(["ip", "address", "add", each, "dev", "lo"], check=True)
names = socketserver.ThreadingUDPServer(("127.0.0.1", 0), NameServer)
names.daemon_threads = True
for server in (names, DualServer(("::", 80), WebServer), DualServer(("::", 8080), WebServer)):
    threading.Thread(target=server.serve_forever, daemon=True).start()
default_settings.TWISTED_DNS_RESOLVER = LookUp
status = main(sys.argv[2:])
print(json.dumps({"look_ups": look_ups, "requests": requests}))
sys.exit(status)
