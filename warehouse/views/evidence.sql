WITH source AS (
    -- With the earliest capture of each report's document.
    SELECT v.*, (
        SELECT capture.capture_id
        FROM log_capture AS capture
        WHERE capture.sha256 = v.sha256 AND capture.url = v.url
            AND capture.verdict IN ('article', 'attachment', 'handed_over') AND capture.warc_file IS NOT NULL
        ORDER BY capture.fetched_at, capture.warc_file, capture.warc_offset
        LIMIT 1
    ) AS capture_id
    FROM current_version AS v
)
SELECT v.report_id, v.agency_name, v.division_code, v.agency_kind, v.reporting_year, v.scope, v.version,
    d.address, v.url, capture.fetched_at, v.sha256, capture.warc_file, capture.warc_offset,
    f.place, f.raw, f.method, f.confidence, v.parser_version, capture.source
FROM source AS v
JOIN fact_cell AS f ON f.parse_id = v.parse_id
JOIN dim_cell AS d ON d.cell_id = f.cell_id
LEFT JOIN log_capture AS capture ON capture.capture_id = v.capture_id
