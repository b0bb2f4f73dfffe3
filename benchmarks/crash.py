"""Nights that are killed at random: do they end as one that was left in peace?

``python -m benchmarks.crash [--kills N] [--warehouse sqlite|postgres] [--seed N]``: runs `gongkai nightly` on the
demonstration sites, and after a random time kills (SIGKILL) a random one of its processes, or all of them at once; then
the same night is run again until it succeeds. What must hold after each kill:

* the warehouse is the same: every public view but ``runs``, without ids, fetch times and places (warehouse.sameness);
* the archive holds the same answers, each once, and every record in it can be read;
* what stands among the exports, when the night is killed as in the end, can be read; their summary is the same;
* no site was asked more than one request more than in the undisturbed night: the one that was in flight.

The exit status is 0 when all of that held each time.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pandas as pd
import psutil

from crawler.archive import iterate_responses
from pipeline.airflow_local import PROJECT
from pipeline.layout import open_night_mark
from pipeline.settings import Settings
from pipeline.stages.publish import summary_file
from pipeline.tonight import replica_settings
from tests.servers.postgres import postgres_server
from warehouse.engine import connect
from warehouse.sameness import differing_views

NIGHT = "2026-01-20"
TRIES = 3  #: a night that was killed once succeeds at the next try; more would hide that it does not
LIMIT = 300  #: seconds that a night may take before it counts as hanging


@dataclass(frozen=True, slots=True)
class Peace:
    """A night that was left in peace: how long it took, what it asked, and what it left."""

    settings: Settings
    seconds: float
    asked: Counter[str]
    answers: Counter[tuple[str, str]]
    summary: str


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill.

    ``tries``: nights run after it, 0 where it did no harm. ``surplus``: requests beyond those of a quiet night.
    """

    victim: str
    after: float
    stage: str
    tries: int
    surplus: int
    problems: tuple[str, ...]


class Bench:
    """Nights on the demonstration sites, each with an archive, a warehouse and exports of its own."""

    def __init__(self, served: Settings, folder: Path, sites: Sequence[str] = ()) -> None:
        self._served = served
        self._folder = folder
        self._options = [option for code in sites for option in ("--only", code)]
        self._requests = served.archive.parent / "requests.jsonl"

    def settings(self, name: str, warehouse: str = "") -> Settings:
        """Those of one night; its warehouse is SQLite unless a URL is given."""
        folder = self._folder / name
        url = warehouse or f"sqlite:///{folder}/gongkai.sqlite"
        return replace(self._served, archive=folder / "archive", warehouse=url, exports=folder / "exports")

    def peace(self, settings: Settings) -> Peace:
        """The night that the others are held against."""
        before, began = self.asked(), time.monotonic()
        with self.night(settings) as process:
            output, _ = process.communicate(timeout=LIMIT)
        if process.returncode:
            raise RuntimeError(f"the undisturbed night failed:\n{output}")
        seconds = time.monotonic() - began
        return Peace(settings, seconds, self.asked() - before, _answers(settings.archive), _summary(settings))

    def disturb(self, fresh: Callable[[], Settings], peace: Peace, chance: random.Random) -> Kill:
        """One night, killed once, and run until it succeeds; one that ends before it is killed does not count."""
        while True:
            settings, before, after = fresh(), self.asked(), chance.uniform(0, peace.seconds)
            with self.night(settings) as process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(after)
                tree = _tree(process.pid)
                victim = _kill_one(tree, chance)
                process.communicate(timeout=LIMIT)
            if victim:
                break
        problems = _unreadable(settings.exports)
        # Killed after its last act, a night is done: run once more it would begin another round.
        tries, status, output = 0, 0 if _is_done(settings) else process.returncode, ""
        while status and tries < TRIES:
            with self.night(settings) as again:
                output, _ = again.communicate(timeout=LIMIT)
            tries, status = tries + 1, again.returncode
        surplus = self.asked() - before - peace.asked
        problems += [f"it still failed at try {tries}:\n{output}"] if status else []
        problems += differences(settings, peace, surplus)
        return Kill(victim, after, _stage(tree), tries, surplus.total(), tuple(problems))

    @contextlib.contextmanager
    def night(self, settings: Settings) -> Iterator[subprocess.Popen[str]]:
        """`gongkai nightly`; what it says goes to its standard output."""
        program = [sys.executable, "-c", "from pipeline.command import main; main()"]
        with subprocess.Popen(
            [*program, "nightly", "--date", NIGHT, *self._options],
            env=os.environ | settings.to_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=PROJECT,
            start_new_session=True,
        ) as process:
            yield process

    def asked(self) -> Counter[str]:
        """Requests by address, as the server has seen them so far."""
        lines = self._requests.read_text(encoding="utf-8").splitlines() if self._requests.exists() else []
        return Counter(f"{each['method']} {each['host']}{each['path']}" for each in map(json.loads, lines))


def _tree(pid: int) -> dict[psutil.Process, str]:
    """A night's processes by what they are, itself first; empty when it has ended."""
    try:
        night = psutil.Process(pid)
        tree = {night: "night"} if night.status() != psutil.STATUS_ZOMBIE else {}
        children = night.children(recursive=True) if tree else []
    except psutil.NoSuchProcess:
        return {}
    for each in children:
        with contextlib.suppress(psutil.NoSuchProcess):
            words = each.cmdline()
            tree[each] = "spider" if "crawler" in words else "parser" if words else "gone"
    return tree


def _kill_one(tree: Mapping[psutil.Process, str], chance: random.Random) -> str:
    """Kill one of the processes, or all; what it was."""
    chosen = chance.choice([*([each] for each in tree), list(tree)])
    for each in chosen:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()
    return "all" if len(chosen) > 1 else "".join(tree[each] for each in chosen)


def _stage(tree: Mapping[psutil.Process, str]) -> str:
    busy = {"spider": "harvesting", "parser": "reading"}
    return next((busy[kind] for kind in tree.values() if kind in busy), "else")


def _answers(archive: Path) -> Counter[tuple[str, str]]:
    """URL and sha256 of every archived response. Raises ArchiveError at a record that can't be read."""
    files = sorted(archive.glob("warc/**/*.warc.gz"))
    return Counter((each.url, sha256(each.payload).hexdigest()) for path in files for each in iterate_responses(path))


def _is_done(settings: Settings) -> bool:
    mark = open_night_mark(settings.archive, date.fromisoformat(NIGHT))
    return summary_file(settings).exists() and not mark.exists()


def _summary(settings: Settings) -> str:
    """What the exports hold and what the night lost, in words."""
    path = summary_file(settings)
    return path.read_text(encoding="utf-8") if path.exists() else "there is none"


def _unreadable(exports: Path) -> list[str]:
    problems = []
    for path in sorted(exports.glob("[!.]*.parquet")):
        try:
            pd.read_parquet(path)
        except (OSError, ValueError) as error:
            problems.append(f"{path.name} could not be read after the kill: {error}")
    return problems


def differences(settings: Settings, peace: Peace, surplus: Counter[str]) -> list[str]:
    """In what a night that was disturbed ended otherwise; ``surplus``: what it asked beyond the quiet one."""
    problems = []
    engines = connect(peace.settings.warehouse), connect(settings.warehouse)
    if views := differing_views(*engines):
        problems.append(f"the warehouse differs in {', '.join(views)}")
    for engine in engines:
        engine.dispose()
    problems += _unreadable(settings.exports)
    if _summary(settings) != peace.summary:
        problems.append(f"the summary of the exports differs: {_summary(settings)}")
    try:
        answers = _answers(settings.archive)
    except ValueError as error:
        problems.append(f"the archive can't be read: {error}")
    else:
        if answers != peace.answers:
            more, fewer = answers - peace.answers, peace.answers - answers
            problems.append(f"the archive differs: more {sorted(more)}, fewer {sorted(fewer)}")
    by_site = Counter(address.split()[1].partition("/")[0] for address in surplus.elements())
    problems += [f"{host} was asked {count} times more" for host, count in by_site.items() if count > 1]
    for mark in sorted(
        itertools.chain.from_iterable(settings.archive.glob(f"{name}/*") for name in ("open", "unfinished"))
    ):
        problems.append(f"the mark {mark.relative_to(settings.archive)} still stands")
    return problems


@contextlib.contextmanager
def warehouses(kind: str) -> Iterator[Iterator[str]]:
    """URLs of empty warehouses; for SQLite they are empty texts, which stand for a file beside the archive."""
    if kind == "sqlite":
        yield itertools.repeat("")
        return
    with postgres_server() as server:
        yield (str(server.new_database()) for _ in itertools.count())


def main() -> int:
    """The command line: a line a kill, and a summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=30, help="nights that are killed (default %(default)s)")
    parser.add_argument("--warehouse", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument(
        "--seed", type=int, default=1, help="of the first kill; the others follow (default %(default)s)"
    )
    options = parser.parse_args()
    kills: list[Kill] = []
    with (
        tempfile.TemporaryDirectory() as name,
        replica_settings(Path(name) / "replica") as served,
        warehouses(options.warehouse) as urls,
    ):
        bench = Bench(served, Path(name))
        peace = bench.peace(bench.settings("peace", next(urls)))
        print(
            f"Undisturbed: {peace.seconds:.1f} s, {peace.asked.total()} requests, {peace.answers.total()} answers kept."
        )
        numbers = itertools.count(1)
        for seed in range(options.seed, options.seed + options.kills):
            chance = random.Random(seed)  # noqa: S311 (nothing is kept secret by it)
            kill = bench.disturb(lambda: bench.settings(f"night{next(numbers)}", next(urls)), peace, chance)
            kills.append(kill)
            told = f"{kill.surplus} asked again, {'; '.join(kill.problems) or 'the same'}"
            print(
                f"{seed:4} {kill.victim:8} after {kill.after:5.1f} s ({kill.stage}, {kill.tries} tries): {told}",
                flush=True,
            )
    failed = sum(bool(kill.problems) for kill in kills)
    victims = ", ".join(f"{count} {victim}" for victim, count in Counter(kill.victim for kill in kills).most_common())
    print(f"{len(kills)} kills on {options.warehouse} ({victims}):")
    print(f"{len(kills) - failed} ended the same, {failed} did not.")
    print(f"{sum(kill.surplus for kill in kills)} requests were sent again in all.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
