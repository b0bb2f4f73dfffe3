SELECT v.report_id, v.agency_name, v.division_code, v.agency_kind, v.reporting_year, v.scope, v.version,
    d.edition, d.code AS cell_code,
    CASE
        WHEN f.value_millionths % 1000000 = 0 THEN f.value_millionths / 1000000
        ELSE CAST(f.value_millionths / 1000000.0 AS NUMERIC(24, 6))
    END AS value,
    f.state, COALESCE(f.unit, d.unit) AS unit, d.label_zh, d.label_en, d.address
FROM current_version AS v
JOIN fact_cell AS f ON f.parse_id = v.parse_id
JOIN dim_cell AS d ON d.cell_id = f.cell_id
WHERE d.table_name = 'statistics'
