"""The server that tests stand on: databases of their own, a crash that keeps what was committed, nothing left over."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.servers.postgres import PostgresServer, installed, own_server, packaged


def ask(url: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def test_databases_are_apart_and_copies_hold_what_their_template_held(postgres: PostgresServer) -> None:
    first = postgres.new_database()
    ask(first, "CREATE TABLE kept AS SELECT 7 AS seven")
    copy, empty = postgres.new_database(first), postgres.new_database()
    assert ask(copy, "SELECT seven FROM kept") == [(7,)]
    assert ask(empty, "SELECT to_regclass('kept')") == [(None,)]
    for url in (first, copy, empty):
        postgres.drop_database(url)
    assert ask(postgres.url, f"SELECT 1 FROM pg_database WHERE datname = '{make_url(copy).database}'") == []


def test_a_crash_keeps_what_was_committed_and_cuts_sessions_off(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    ask(url, "CREATE TABLE kept AS SELECT 7 AS seven")
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM kept")
        postgres.restart()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert ask(url, "SELECT seven FROM kept") == [(7,)]
    postgres.drop_database(url)


@pytest.mark.parametrize("find", [installed, packaged])
def test_either_set_of_programs_will_do(find: Callable[[], Path | None]) -> None:
    programs = find()
    if programs is None:
        pytest.skip(f"PostgreSQL is not {find.__name__} here")
    with own_server(programs) as server:
        assert ask(server.url, "SELECT length('年度报告'), current_user") == [(4, "gongkai")]


HOLD = """
import time
from tests.servers.postgres import postgres_server
with postgres_server() as server:
    print(server.url, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a program with its parent")
def test_a_killed_test_run_leaves_no_server_behind(postgres: PostgresServer) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "GONGKAI_TEST_POSTGRES"}
    root = Path(__file__).parents[2]
    run = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with run:
        assert run.stdout is not None
        url = run.stdout.readline().strip()
        [(folder,)] = ask(url, "SELECT current_setting('unix_socket_directories')")
        run.send_signal(signal.SIGKILL)
    end, answer = time.monotonic() + 20, ""
    while "refused" not in answer and time.monotonic() < end:
        try:
            ask(url, "SELECT 1")
        except psycopg.OperationalError as error:
            answer = str(error)
        time.sleep(0.05)
    assert "refused" in answer
    shutil.rmtree(str(folder))
