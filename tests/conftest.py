"""Settings of the whole suite."""

import sys

# Where a property fails, hypothesis writes a patch with libcst (which Airflow brings along); beside zope.interface that
# ends in an internal error and hides the failure. Without the module it prints the failing example and goes on.
sys.modules["hypothesis.extra._patching"] = None  # type: ignore[assignment]
