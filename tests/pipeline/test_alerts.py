"""Messages to webhooks that answer badly or not at all. That Airflow sends them is in tests/dags/test_night.py."""

import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline import alerts
from pipeline.errors import SettingsError
from pipeline.settings import from_environment

SECRET = "T0KEN4711"
MESSAGE = {"text": "Gongkai: 夜 failed.", "id": "failed harvest 1"}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "PAUSES", (0.01, 0.01))
    monkeypatch.setattr(alerts, "TIME_LIMIT", 0.2)


@pytest.fixture
def answers() -> Iterator[tuple[str, list[int], list[bytes]]]:
    """A webhook: its address, the statuses that it answers in turn (the last stays), and what it was sent."""
    statuses: list[int] = []
    heard: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(statuses[min(len(heard), len(statuses)) - 1])
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/{SECRET}", statuses, heard
        server.shutdown()


def test_a_message_is_json_and_sent_once_when_it_is_taken(answers: tuple[str, list[int], list[bytes]]) -> None:
    url, statuses, heard = answers
    statuses.append(204)
    assert alerts.send(url, MESSAGE)
    assert [json.loads(body) for body in heard] == [MESSAGE]


def test_a_webhook_that_stumbles_is_asked_again(answers: tuple[str, list[int], list[bytes]]) -> None:
    url, statuses, heard = answers
    statuses += [502, 200]
    assert alerts.send(url, MESSAGE)
    assert len(heard) == 2


def test_a_webhook_that_refuses_is_given_up_and_its_address_is_not_told(
    answers: tuple[str, list[int], list[bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    url, statuses, heard = answers
    statuses.append(404)
    with caplog.at_level(logging.DEBUG):
        assert not alerts.send(url, MESSAGE)
    assert len(heard) == 3
    assert "A webhook did not take the message 'failed harvest 1': it answered 404." in caplog.text
    assert SECRET not in caplog.text


def test_a_webhook_that_says_nothing_holds_nobody_up(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        began = time.monotonic()
        assert not alerts.send(f"http://127.0.0.1:{port}/{SECRET}", MESSAGE)
        assert time.monotonic() - began < 5
    assert not alerts.send(f"http://127.0.0.1:{port}/{SECRET}", MESSAGE)  # now nobody listens there
    assert not alerts.send(f"http://{SECRET}.invalid:80/", MESSAGE)
    assert not alerts.send(f"http://127.0.0.1:x{SECRET}/", MESSAGE)
    assert caplog.text.count("it did not answer (") == 4
    assert SECRET not in caplog.text


@pytest.mark.parametrize("name", ["GONGKAI_ALERT_WEBHOOK", "GONGKAI_ALIVE_WEBHOOK"])
@pytest.mark.parametrize("url", [f"hooks.example.org/{SECRET}", f"file:///{SECRET}", f"http://a b/{SECRET}"])
def test_a_webhook_that_is_no_web_address_is_refused_without_saying_it(name: str, url: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is not an address") as refused:
        from_environment({name: url})
    assert SECRET not in str(refused.value)
    assert SECRET not in repr(from_environment({name: f"https://example.org/{SECRET}"}))
