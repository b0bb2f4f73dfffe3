"""What a check of the doctor says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pipeline.settings import Settings


@dataclass(frozen=True)
class Diagnosis:
    """``found`` says how it is; ``advice`` what to do, empty when nothing is."""

    state: Literal["ok", "warning", "failed"]
    found: str
    advice: str = ""


def ok(found: str) -> Diagnosis:
    """As it should be."""
    return Diagnosis("ok", found)


def warning(found: str, advice: str) -> Diagnosis:
    """Something will be missing, but nights run."""
    return Diagnosis("warning", found, advice)


def failed(found: str, advice: str) -> Diagnosis:
    """A night would fail, or has."""
    return Diagnosis("failed", found, advice)


Check = Callable[[Settings], Diagnosis]
