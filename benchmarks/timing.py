"""Ours beside a peer in the same run: taken in turns, because the machine's speed drifts, and told as ratios.

A benchmark module has ``measure(rounds) -> list[Ratio]``; its ``main`` prints them by ``run``.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Ratio:
    """Seconds of the fastest round of each side, for the same work. ``count`` is the number of inputs measured."""

    what: str
    ours: float
    peer: float
    count: int
    times: float  #: how many times faster ours is: the median over the inputs
    pieces: int = 1  #: pieces of work done in those seconds: requests, reports


def interleave(rounds: int, ours: Callable[[], object], peer: Callable[[], object], what: str = "") -> Ratio:
    """Both sides in turns, after one round of each that is not counted; the fastest round of each side counts."""
    ours()
    peer()
    pairs = [(_seconds_alone(ours), _seconds_alone(peer)) for _ in range(rounds)]
    best, other = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    return Ratio(what, best, other, 1, other / best)


def gather(what: str, ratios: Sequence[Ratio]) -> Ratio:
    """One ratio for many inputs of a kind: the medians over them."""
    return Ratio(
        what,
        median(ratio.ours for ratio in ratios),
        median(ratio.peer for ratio in ratios),
        len(ratios),
        median(ratio.times for ratio in ratios),
    )


def compare(
    what: str, rounds: int, payloads: Iterable[bytes], ours: Callable[[bytes], object], peer: Callable[[bytes], object]
) -> Ratio:
    """Ours and the peer on the same payloads, gathered: of each payload the fastest round of each side.

    In a round a side takes all payloads one after the other, as a night does: told are files a second, not what the
    first file costs whose reader has slept. The first round of each does not count.
    """
    inputs = list(payloads)
    taken = [(_in_a_row(ours, inputs), _in_a_row(peer, inputs)) for _ in range(rounds + 1)]
    best, other = ([min(times) for times in zip(*rows, strict=True)] for rows in zip(*taken[1:], strict=True))
    return gather(what, [Ratio(what, one, two, 1, two / one) for one, two in zip(best, other, strict=True)])


def markdown(rows: Iterable[Ratio]) -> str:
    """A Markdown table: what was measured, milliseconds and runs a second of ours, of the peer, and the ratio."""
    lines = ["| what | inputs | ours | peer | ratio |", "|---|---:|---:|---:|---:|"]
    for row in rows:
        sides = f"{_told(row.ours, row.pieces)} | {_told(row.peer, row.pieces)}"
        lines.append(f"| {row.what} | {row.count} | {sides} | **{row.times:{'.1f' if row.times >= 1 else '.2f'}}** |")
    return "\n".join(lines)


def run(measure: Callable[[int], Iterable[Ratio]], description: str | None) -> None:
    """The command line of a benchmark module: ``--rounds N``, one Markdown table."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of each side (default %(default)s)")
    print(markdown(measure(parser.parse_args().rounds)))


def _in_a_row(action: Callable[[bytes], object], payloads: Sequence[bytes]) -> list[float]:
    gc.collect()
    return [_seconds(partial(action, payload)) for payload in payloads]


def _seconds_alone(action: Callable[[], object]) -> float:
    gc.collect()  # what one side leaves behind, the other must not pay for
    return _seconds(action)


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _told(seconds: float, pieces: int) -> str:
    return f"{seconds * 1000:.1f} ms ({pieces / seconds:.1f}/s)"
