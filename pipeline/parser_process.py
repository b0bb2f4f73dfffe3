"""The process that `pipeline.workers` gives its documents to: bounds for itself first, then bytes in and reports out.

``python -m pipeline.parser_process DESCRIPTOR MEMORY SECONDS``: the descriptor of a pipe, the bytes of address space
that it may have, and the seconds that it may compute on one document.
"""

from __future__ import annotations

import pickle
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from pipeline.asking import Asking
from pipeline.supervised import bound, peak, silence

LARGEST_ANSWER = 32 * 2**20  #: bytes; those of a report are some hundred thousand
LONGEST_REASON = 200  #: characters of what an exception says
Parse = Callable[..., Any]


def serve(pipe: Connection, seconds: int) -> None:
    """Parse until the other end of the pipe closes, which happens too when its process is killed."""
    try:
        from parsers import parse_all
    except ImportError as error:
        pipe.send(error)
        return
    pipe.send(peak())  # up and ready
    silence()
    while True:
        try:
            payload, name, url = pipe.recv()
        except EOFError:
            return
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds + 1, most))
        pipe.send_bytes(_answer(parse_all, payload, name, url, Asking(pipe)))


def _answer(parse_all: Parse, payload: bytes, name: str, url: str, asking: Asking) -> bytes:
    """Pickled: the reports; or why there are none, as a sentence; or the ImportError of a reader."""
    try:
        reports = parse_all(payload, name=name, url=url, converter=asking, parse_member=asking.parse_member)
        answer = pickle.dumps(reports)
    except ImportError as error:
        return pickle.dumps(error)
    except MemoryError:
        return pickle.dumps("memory: reading it takes more than one file may have")
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        return pickle.dumps(f"error: the parser failed on this document ({reason[:LONGEST_REASON]})")
    if len(answer) > LARGEST_ANSWER:
        return pickle.dumps(f"too large: what was read of it has {len(answer)} bytes, {LARGEST_ANSWER} are kept")
    return answer


if __name__ == "__main__":
    bound(int(sys.argv[2]))
    serve(Connection(int(sys.argv[1])), int(sys.argv[3]))
