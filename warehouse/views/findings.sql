SELECT v.report_id, v.agency_name, v.division_code, v.agency_kind, v.reporting_year, v.scope, v.version,
    f.rule, f.severity, f.addresses, f.message, f.expected, f.found, v.status, v.url, v.sha256
FROM current_version AS v
JOIN fact_finding AS f ON f.parse_id = v.parse_id
UNION ALL
-- What rules across reports found.
SELECT v.report_id, v.agency_name, v.division_code, v.agency_kind, v.reporting_year, v.scope, v.version,
    f.rule, f.severity, f.addresses, f.message, f.expected, f.found, v.status, v.url, v.sha256
FROM current_version AS v
JOIN fact_check AS f ON f.parse_id = v.parse_id
UNION ALL
-- Documents that count as no report: unreadable, not a report, or of an unknown agency or year.
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    f.rule, f.severity, f.addresses, f.message, f.expected, f.found, p.status, p.url, p.sha256
FROM newest_parse AS p
JOIN fact_finding AS f ON f.parse_id = p.parse_id
WHERE p.report_id IS NULL
