"""How long something computes, told apart from what the garbage of the tests before it costs."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def computing_seconds(action: Callable[[], object]) -> float:
    """Seconds of computing that ``action`` takes, with the garbage collector off: it would go through all objects that
    other tests have left behind, the oftener the more ``action`` makes.
    """
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        action()
        return time.process_time() - begun
    finally:
        gc.enable()
