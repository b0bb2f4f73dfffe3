"""Tells a webhook that a night failed or is late, and another one that a night was published.

Airflow calls the functions ``night_*``: the first and the last in its DAG processor, ``night_late`` in its triggerer.
It may call one twice for the same run; the message is the same then, and ``id`` says so. Whatever becomes of a message,
the night is not touched by it. The webhook's address is a secret and stands in no log.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import logging
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from pipeline import settings
from pipeline.nights import night_at

log = logging.getLogger(__name__)

#: How long a run may take from when it was queued until ``night_late`` is called; a night lasts from 22:00 to 06:00.
DEADLINE = timedelta(hours=float(os.environ.get("GONGKAI_DEADLINE") or 8))
TIME_LIMIT = 10.0  # seconds for an answer
PAUSES = (1.0, 5.0)  # seconds before a message is sent again


def night_failed(context: Mapping[str, Any]) -> None:
    """The ``on_failure_callback`` of a DAG."""
    night = _night_of(context)
    dag, run_id = context["dag"].dag_id, context["run_id"]
    cause = _cause(run_id) or f"Airflow says {context.get('reason') or 'nothing'}; the log of the red task says more."
    _alert("failed", f"failed: {cause}", dag, run_id, night, cause)


async def night_late(context: Mapping[str, Any]) -> None:
    """The callback of a DAG's DeadlineAlert. ``context``: what the triggerer gives it, plain JSON."""
    run = context["dag_run"]
    night = _night(run["conf"], (), datetime.fromisoformat(run["run_after"]))
    cause = f"It has not succeeded within {DEADLINE / timedelta(hours=1):g} hours."
    await asyncio.to_thread(_alert, "late", f"is late: {cause}", run["dag_id"], run["dag_run_id"], night, cause)


def night_published(context: Mapping[str, Any]) -> None:
    """The ``on_success_callback`` of the last DAG: a sign of life, whose absence a dead man's switch reports."""
    if webhook := settings.from_environment().alive_webhook:
        night = _night_of(context)
        message = {"dag": context["dag"].dag_id, "night": night, "id": f"published {context['run_id']}"}
        send(webhook, {"text": f"Gongkai: the night {night} was published.", **message})


def send(webhook: str, message: Mapping[str, str]) -> bool:
    """Post ``message`` as JSON, up to three times; whether it was taken. A failure is logged, never raised."""
    body = json.dumps(message, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    problem = ""
    for pause in (0.0, *PAUSES):
        time.sleep(pause)
        request = urllib.request.Request(webhook, body, headers)  # noqa: S310 -- the settings take http and https only
        try:
            with urllib.request.urlopen(request, timeout=TIME_LIMIT):  # noqa: S310
                return True
        except urllib.error.HTTPError as error:
            problem = f"it answered {error.code}"
        except (OSError, http.client.HTTPException) as error:
            # The error's own words may hold the address.
            problem = f"it did not answer ({type(getattr(error, 'reason', error)).__name__})"
    log.error("A webhook did not take the message %r: %s.", message["id"], problem)
    return False


def _alert(kind: str, told: str, dag: str, run_id: str, night: str, cause: str) -> None:
    webhook = settings.from_environment().alert_webhook
    if not webhook:
        return
    from airflow.configuration import conf

    url = f"{conf.get('api', 'base_url').rstrip('/')}/dags/{dag}/runs/{quote(run_id)}"
    message = {"dag": dag, "night": night, "url": url, "cause": cause, "id": f"{kind} {dag} {run_id}"}
    send(webhook, {"text": f"Gongkai: {dag} of the night {night} {told} {url}", **message})


def _night_of(context: Mapping[str, Any]) -> str:
    run = context.get("dag_run")  # missing when Airflow knows no task of the run
    return _night(run.conf, run.consumed_asset_events, run.run_after) if run is not None else "unknown"


def _night(conf: Mapping[str, Any] | None, events: Any, run_after: datetime) -> str:
    """The night that a run was told, that its asset events name, or in which it was due."""
    nights = [event.extra["night"] for event in events if event.extra.get("night")]
    return str((conf or {}).get("night") or max(nights, default="") or night_at(run_after))


def _cause(run_id: str) -> str:
    """The first failure that the warehouse knows of this run, in its own sentence; empty when it knows none."""
    from pipeline.recording import open_warehouse
    from warehouse import runs

    try:
        engine = open_warehouse(settings.from_environment())
        try:
            failures = runs.failures(engine, run_id)
        finally:
            engine.dispose()
    except Exception as error:  # an alert without its cause is better than none
        return f"The warehouse does not answer ({type(error).__name__})."
    if not failures:
        return ""
    return failures[0] + (f" And {len(failures) - 1} more." if len(failures) > 1 else "")
