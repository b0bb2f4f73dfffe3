"""A coverage-guided fuzzer on the readers: ``python -m benchmarks.fuzz [FORMAT ...] [--seconds N] [--keep FOLDER]``.

Each format gets a process of its own, that starts from files of the press and keeps every mutation that reaches code
no other reached (libFuzzer, through Atheris). A file fails when parsing it raises, takes longer than 10 seconds or
more than 1.5 GB, or kills the process; it is kept, and the exit status is 1. Where memory stood after a tenth of the
time and at the end tells of leaks. Linux only.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz_seeds import SEEDS

TIME_LIMIT, MEMORY_LIMIT = 10, 1500  #: seconds of computing and megabytes a file
_HANG = 120  #: seconds by the clock, after which a file hangs even on a busy machine
LARGEST_INPUT = 200_000  #: bytes of a mutated file
_STATUS = re.compile(r"#(\d+)\s.*\bcov: (\d+).*\bcorp: (\d+).*\brss: (\d+)Mb")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run over one format showed. ``memory`` in megabytes; ``failure`` names the file that failed."""

    format: str
    executions: int
    edges: int  #: of the parsers' code reached
    kept: int  #: files that reached something new
    memory_early: int
    memory: int
    failure: str | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=f"of {', '.join(SEEDS)} (default: all)")
    parser.add_argument("--seconds", type=int, default=600, help="for each format (default %(default)s)")
    parser.add_argument("--keep", type=Path, default=Path("var/fuzz"), help="folder of files that failed (%(default)s)")
    options = parser.parse_args()
    unknown = set(options.formats) - set(SEEDS)
    if unknown:
        parser.error(f"no such format: {', '.join(sorted(unknown))}")
    print("| format | files tried | kept | edges | MB early | MB at the end | |\n|---|---:|---:|---:|---:|---:|---|")
    failed = False
    for name in options.formats or SEEDS:
        outcome = fuzz(name, options.seconds, options.keep)
        failed = failed or outcome.failure is not None
        told = outcome.failure or "nothing failed"
        numbers = (outcome.executions, outcome.kept, outcome.edges, outcome.memory_early, outcome.memory)
        print(f"| {name} | {' | '.join(f'{number:,}' for number in numbers)} | {told} |", flush=True)
    sys.exit(failed)


def fuzz(name: str, seconds: int, keep: Path, seed: int = 0) -> Outcome:
    """One format for so many seconds. A file that failed, and why, are left in the folder ``keep``.

    ``seed``: of the same the mutations are the same; 0 draws one.
    """
    keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, payload in enumerate(SEEDS[name]()):
            (Path(corpus) / f"seed-{number}").write_bytes(payload)
        arguments = [
            f"-max_total_time={seconds}",
            f"-seed={seed}",
            f"-timeout={_HANG}",
            f"-rss_limit_mb={MEMORY_LIMIT}",
            f"-max_len={LARGEST_INPUT}",
            f"-artifact_prefix={keep}/{name}-",
            corpus,
        ]
        # In a process of its own: libFuzzer ends the one that it runs in.
        command = [sys.executable, "-m", "benchmarks.fuzz_target", name, *arguments]
        run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    return _outcome(name, run, keep)


def _outcome(name: str, run: subprocess.CompletedProcess[str], keep: Path) -> Outcome:
    seen = list(_statuses(run.stderr))
    failure = None
    if run.returncode:
        log = keep / f"{name}.log"
        log.write_text(run.stderr, encoding="utf-8")
        failure = f"FAILED with exit status {run.returncode}: see {log}"
    if not seen:
        return Outcome(name, 0, 0, 0, 0, 0, failure or "FAILED: it told nothing")
    early = next(status for status in seen if status[0] * 10 >= seen[-1][0])
    executions, edges, kept, memory = seen[-1]
    return Outcome(name, executions, edges, kept, early[3], memory, failure)


def _statuses(log: str) -> Iterator[tuple[int, int, int, int]]:
    for line in log.splitlines():
        match = _STATUS.match(line)
        if match:
            executions, edges, kept, memory = map(int, match.groups())
            yield executions, edges, kept, memory


if __name__ == "__main__":
    main()
