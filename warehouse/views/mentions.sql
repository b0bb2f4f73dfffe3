SELECT v.report_id, v.agency_name, v.division_code, v.agency_kind, v.reporting_year, v.scope, v.version,
    m.measure,
    CASE
        WHEN m.value_millionths % 1000000 = 0 THEN m.value_millionths / 1000000
        ELSE CAST(m.value_millionths / 1000000.0 AS NUMERIC(24, 6))
    END AS value,
    m.unit, CASE WHEN m.approximate THEN 1 ELSE 0 END AS approximate, m.section, m.start_offset, m.end_offset, m.raw
FROM current_version AS v
JOIN fact_mention AS m ON m.parse_id = v.parse_id
