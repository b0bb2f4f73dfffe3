"""Capture logs as killed crawls leave them."""

from datetime import date
from pathlib import Path

import pytest

from pipeline import layout
from pipeline.capture_log import read_log
from pipeline.errors import StageError
from pipeline.recording import open_warehouse, upgrade_warehouse
from pipeline.settings import Settings, from_environment
from pipeline.stages import ingest
from warehouse import query

NIGHT = date(2026, 1, 20)
CAPTURE = (
    '{"type": "capture", "site_code": "500155", "url": "https://www.a.gov.cn/%d.html",'
    ' "fetched_at": "2026-01-20T14:00:0%dZ", "status": 200, "verdict": "article"}\n'
)
OUTCOME = '{"type": "site", "site_code": "500155", "outcome": "ok", "error": null, "requests": 3, "captures": 2}\n'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = from_environment(
        {"GONGKAI_ARCHIVE": f"{tmp_path}/archive", "GONGKAI_WAREHOUSE": f"sqlite:///{tmp_path}/w.sqlite"}
    )
    upgrade_warehouse(settings)
    return settings


def _write_log(settings: Settings, text: str) -> Path:
    path = layout.next_capture_log(settings.archive, NIGHT, "50")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _captured(settings: Settings) -> list[str]:
    return [url for (url,) in query.run(open_warehouse(settings), "SELECT url FROM captures ORDER BY url").rows]


def test_a_torn_last_line_is_told_and_the_rest_is_loaded(settings: Settings) -> None:
    _write_log(settings, CAPTURE % (1, 1) + CAPTURE % (2, 2) + (CAPTURE % (3, 3))[:40])
    counts = ingest.run(settings, NIGHT, "50")
    assert (counts["captures"], counts["torn_lines"]) == (2, 1)
    assert _captured(settings) == ["https://www.a.gov.cn/1.html", "https://www.a.gov.cn/2.html"]


def test_a_damaged_line_is_loud_and_the_rest_is_loaded(settings: Settings) -> None:
    path = _write_log(settings, CAPTURE % (1, 1) + "\x00\x00\n" + CAPTURE % (2, 2) + OUTCOME)
    with pytest.raises(StageError, match=rf"damaged.*{path.name}:2"):
        ingest.run(settings, NIGHT, "50")
    assert len(_captured(settings)) == 2
    told = query.run(open_warehouse(settings), "SELECT outcome, error FROM runs WHERE stage = 'ingest'").rows
    assert told[0][0] == "failed"
    assert "damaged" in told[0][1]


def test_ingesting_again_adds_nothing(settings: Settings) -> None:
    _write_log(settings, CAPTURE % (1, 1) + OUTCOME)
    assert ingest.run(settings, NIGHT, "50")["captures"] == 1
    _write_log(settings, CAPTURE % (2, 2) + OUTCOME)
    assert ingest.run(settings, NIGHT, "50")["captures"] == 1
    assert ingest.run(settings, NIGHT, "50")["captures"] == 0
    assert len(_captured(settings)) == 2


def test_logs_are_numbered_in_order_and_kept_apart_from_other_shards(settings: Settings) -> None:
    first, second = _write_log(settings, OUTCOME), _write_log(settings, OUTCOME)
    (first.parent / "50-trs-0001.jsonl").write_text(OUTCOME, encoding="utf-8")
    assert layout.capture_logs(settings.archive, NIGHT, "50") == [first, second]
    assert read_log(first).outcomes[0].requests == 3
