"""A Redis for tests: a real one, on loopback, in a temporary folder, gone when the tests are."""

import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline import processes

PATIENCE = 20.0  #: seconds that it may take to start


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """``address:port`` of a server that answers; skips the test that asks where the program is not installed."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server here: apt-get install redis-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address, port = free.getsockname()
    command = [program, "--bind", address, "--port", str(port), "--dir", str(folder), "--save", ""]
    with (folder / "redis.out").open("w", encoding="utf-8") as output:
        process = processes.start(command, output=output)
        try:
            limit = time.monotonic() + PATIENCE
            while not _answers(address, port):
                assert process.poll() is None
                assert time.monotonic() < limit
                time.sleep(0.05)
            yield f"{address}:{port}"
        finally:
            processes.stop(process)


def _answers(address: str, port: int) -> bool:
    try:
        with socket.create_connection((address, port), timeout=5) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16) == b"+PONG\r\n"
    except OSError:
        return False
