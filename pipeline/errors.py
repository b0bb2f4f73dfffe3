"""Problems that are expected: one plain sentence for a person, no traceback."""

from __future__ import annotations


class GongkaiError(Exception):
    """Something a person can put right; ``str(error)`` says what, where and what to do."""


class SettingsError(GongkaiError):
    """A setting is missing or can't be used."""


class StageError(GongkaiError):
    """A stage did its part but some of the work failed; what succeeded is safe."""
