SELECT v.report_id, v.agency_name, v.division_code, v.agency_kind, v.reporting_year, v.scope, v.version,
    s.number, s.title, s.text
FROM current_version AS v
JOIN fact_section AS s ON s.parse_id = v.parse_id
