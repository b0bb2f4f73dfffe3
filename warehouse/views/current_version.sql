-- Of each report, its current version.
SELECT v.report_id, v.agency_name, v.division_code, v.agency_kind, v.reporting_year, v.scope, v.version, v.title, v.status,
    v.published_date, v.first_seen, v.last_seen, v.url, v.sha256, v.parse_id, v.parser_version
FROM every_version AS v
WHERE v.recency = 1
