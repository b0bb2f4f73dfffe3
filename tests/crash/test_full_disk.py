"""A full disk ends the night in one sentence; when there is room again, the same night ends as one left in peace."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.crash import Bench, Peace, differences

Grow = Callable[[str], None]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Grow]]:
    """A folder on a disk of no size to speak of, and how to give it one."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", options, "gongkai-test", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"only who may mount can have a small disk: {done.stderr.strip()}")

    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("only root of Linux may mount a small disk")
    mount("size=16k")
    try:
        yield folder, lambda size: mount(f"remount,size={size}")
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize(
    ("place", "size"),
    [("archive", "80k"), ("warehouse", "900k"), ("exports", "1m")],
    ids=["no room for the crawl", "for the warehouse", "for the exports"],
)
def test_a_full_disk(bench: Bench, peace: Peace, small_disk: tuple[Path, Grow], place: str, size: str) -> None:
    folder, grow = small_disk
    grow(size)
    settings = bench.settings(f"disk-{place}-{size}")
    path = folder / place
    settings = replace(settings, **{place: f"sqlite:///{path}" if place == "warehouse" else path})
    before = bench.asked()
    with bench.night(settings) as night:
        output, _ = night.communicate(timeout=120)
    assert night.returncode == 1, output
    [sentence] = [line for line in output.splitlines() if line.startswith(("Error", "Failed", "Traceback"))]
    assert sentence.startswith(f"Error: The disk of {path} is full: ")
    assert f"are free at {folder}; make room and run the night again" in sentence

    grow("20m")
    with bench.night(settings) as again:
        output, _ = again.communicate(timeout=120)
    assert again.returncode == 0, output
    surplus = bench.asked() - before - peace.asked
    assert differences(settings, peace, surplus) == []
