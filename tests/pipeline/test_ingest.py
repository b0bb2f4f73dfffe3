"""Capture logs as killed crawls leave them."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawler.archive import ArchiveWriter, iterate_responses, whole_size
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


def _write_warc(settings: Settings, log: Path, *, cut: int) -> list[int]:
    """Three records for the crawl of a log, ``cut`` bytes short of their end; where each begins."""
    name = f"warc/{NIGHT}/{log.stem}-20260120T140000000000-77.warc.gz"
    moment = datetime(2026, 1, 20, 14, tzinfo=UTC)
    with ArchiveWriter(settings.archive, name, "gongkai/test") as writer:
        pages = [b"page %d " % number * 500 for number in range(3)]
        offsets = [writer.write("https://www.a.gov.cn/", moment, 200, [], page) for page in pages]
    path = settings.archive / name
    os.truncate(path, path.stat().st_size - cut)
    return offsets


def _kept(settings: Settings) -> int:
    [path] = settings.archive.glob("warc/*/*.warc.gz")
    assert path.stat().st_size == whole_size(path, [])
    return sum(1 for _ in iterate_responses(path))


@pytest.mark.parametrize("lines", [0, 1, 2])
def test_a_torn_record_is_cut_off_and_told_even_when_every_line_is_whole(settings: Settings, lines: int) -> None:
    log = _write_log(settings, "")
    offsets = _write_warc(settings, log, cut=5)
    [warc] = settings.archive.glob("warc/*/*.warc.gz")
    place = {"warc_file": warc.relative_to(settings.archive).as_posix(), "sha256": "0" * 64, "byte_count": 4}
    told = [{**json.loads(CAPTURE % (n, n)), **place, "warc_offset": offsets[n]} for n in range(lines)]
    log.write_text("".join(json.dumps(each) + "\n" for each in told), encoding="utf-8")
    counts = ingest.run(settings, NIGHT, "50")
    assert (counts["torn_records"], counts["torn_lines"], counts["captures"]) == (1, 0, lines)
    assert _kept(settings) == 2
    assert ingest.run(settings, NIGHT, "50")["torn_records"] == 0


def test_a_line_whose_record_was_lost_with_the_power_is_left_out(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    log = _write_log(settings, "")
    offsets = _write_warc(settings, log, cut=5)
    [warc] = settings.archive.glob("warc/*/*.warc.gz")
    place = {"warc_file": warc.relative_to(settings.archive).as_posix(), "sha256": "0" * 64, "byte_count": 4}
    told = [{**json.loads(CAPTURE % (n, n)), **place, "warc_offset": offsets[n]} for n in range(3)]
    log.write_text("".join(json.dumps(each) + "\n" for each in told), encoding="utf-8")
    assert [ingest.run(settings, NIGHT, "50")["captures"] for _ in range(2)] == [2, 0]
    assert _captured(settings) == ["https://www.a.gov.cn/0.html", "https://www.a.gov.cn/1.html"]
    assert _kept(settings) == 2
    assert any("tells of 1 records that are not there" in message for message in caplog.messages)
