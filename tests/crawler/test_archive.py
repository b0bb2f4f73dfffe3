"""WARC files: what goes in comes out, and a torn file says where."""

import base64
import datetime
import gzip
import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.checker import Checker

from crawler.archive import ArchiveError, ArchiveWriter, iterate_responses, read_payload, verify

WHEN = datetime.datetime(2026, 1, 20, 14, 3, 11, 250000, datetime.UTC)
HEADERS = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", "7"), ("ETag", '"a7"')]


def write(archive, name, payloads):
    with ArchiveWriter(archive, name, "gongkai/test") as writer:
        return [
            writer.write(f"http://www.a.gov.cn/{number}", WHEN, 200 if payload else 304, HEADERS, payload)
            for number, payload in enumerate(payloads)
        ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(st.binary(max_size=3000), min_size=1, max_size=4), st.integers(0, 10**9))
def test_every_payload_is_read_back_at_its_offset(tmp_path, payloads, number):
    name = f"warc/2026-01-20/{number}-{hashlib.sha256(b'|'.join(payloads)).hexdigest()}.warc.gz"
    if (tmp_path / name).exists():
        return
    offsets = write(tmp_path, name, payloads)
    assert [read_payload(tmp_path, name, offset) for offset in offsets] == payloads
    records = list(iterate_responses(tmp_path / name))
    assert [(record.offset, record.payload) for record in records] == list(zip(offsets, payloads, strict=True))
    assert {record.date for record in records} == {"2026-01-20T14:03:11.250000Z"}
    assert verify(tmp_path / name) == type(verify(tmp_path / name))(len(payloads), None)


def test_headers_agree_with_the_archived_body(tmp_path):
    (offset,) = write(tmp_path, "a.warc.gz", [b"decoded body"])
    raw = (tmp_path / "a.warc.gz").read_bytes()[offset:]
    record = gzip.decompress(raw).decode()
    assert "Content-Encoding" not in record
    assert "Content-Length: 12\r\n" in record
    digest = base64.b32encode(hashlib.sha1(b"decoded body").digest()).decode()
    assert f"WARC-Payload-Digest: sha1:{digest}" in record
    assert "WARC-Target-URI: http://www.a.gov.cn/0" in record


def test_other_tools_find_the_file_sound(tmp_path, capsys):
    write(tmp_path, "a.warc.gz", [b"one", b"", b"three" * 5000])

    class Command:
        inputs = (str(tmp_path / "a.warc.gz"),)
        verbose = True

    checker = Checker(Command())
    checker.process_all()
    assert checker.exit_value == 0, capsys.readouterr().out


def test_a_file_is_never_reopened(tmp_path):
    write(tmp_path, "a.warc.gz", [b"one"])
    with pytest.raises(FileExistsError):
        ArchiveWriter(tmp_path, "a.warc.gz", "gongkai/test")


def test_a_torn_last_record_is_cut_wherever_the_crawl_was_killed(tmp_path):
    payloads = [b"first" * 400, bytes(range(256)) * 40]
    offsets = write(tmp_path, "a.warc.gz", payloads)
    whole = (tmp_path / "a.warc.gz").read_bytes()
    for cut in (*range(offsets[1] + 1, len(whole), 97), len(whole) - 1):
        (tmp_path / "b.warc.gz").write_bytes(whole[:cut])
        found = verify(tmp_path / "b.warc.gz")
        assert (found.responses, found.torn_at) == (1, offsets[1]), cut
        assert read_payload(tmp_path, "b.warc.gz", offsets[0]) == payloads[0]
        with pytest.raises(ArchiveError, match="cut short"):
            read_payload(tmp_path, "b.warc.gz", offsets[1])


def test_a_wrong_place_or_a_changed_record_is_told(tmp_path):
    offsets = write(tmp_path, "a.warc.gz", [b"first", b"second"])
    with pytest.raises(ArchiveError, match="no readable record at byte"):
        read_payload(tmp_path, "a.warc.gz", offsets[1] + 3)
    with pytest.raises(ArchiveError, match="no response is archived"):
        read_payload(tmp_path, "a.warc.gz", 0)
    with pytest.raises(ArchiveError, match="no such file"):
        read_payload(tmp_path, "b.warc.gz", 0)
    with pytest.raises(ArchiveError, match="no response"):
        read_payload(tmp_path, "a.warc.gz", 10**6)
    member = gzip.decompress((tmp_path / "a.warc.gz").read_bytes()[offsets[1] :])
    (tmp_path / "c.warc.gz").write_bytes(gzip.compress(member.replace(b"second", b"sekond")))
    with pytest.raises(ArchiveError, match="does not agree with its digest"):
        read_payload(tmp_path, "c.warc.gz", 0)
