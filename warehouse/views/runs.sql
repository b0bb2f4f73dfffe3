SELECT r.night, r.stage, r.shard, r.run, r.started, r.ended, r.outcome, r.counts, r.error
FROM log_run AS r
