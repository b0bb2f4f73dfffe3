"""One file a change of the base tables, oldest first."""
