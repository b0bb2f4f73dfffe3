"""The stages of a night, one module each: run(settings, night, shard) -> counts, idempotent."""
