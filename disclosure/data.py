"""The data files that stand beside the code."""

from __future__ import annotations

from typing import Any

import yaml

# Every process that reads a document loads them anew; the loader in C takes a tenth of the time, where PyYAML has it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(text: str) -> Any:
    """What a YAML file of ours says."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 (either loader is a safe one)
