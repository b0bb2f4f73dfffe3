WITH first_capture AS (
    SELECT c.sha256, c.url, c.fetched_at, c.warc_file, c.warc_offset,
        ROW_NUMBER() OVER (
            PARTITION BY c.sha256, c.url ORDER BY c.fetched_at, c.warc_file, c.warc_offset
        ) AS rank
    FROM log_capture AS c
    WHERE c.verdict IN ('article', 'attachment') AND c.warc_file IS NOT NULL
)
SELECT v.report_id, v.agency_name, v.division_code, v.agency_kind, v.reporting_year, v.scope, v.version,
    d.address, v.url, c.fetched_at, v.sha256, c.warc_file, c.warc_offset,
    f.place, f.raw, f.method, f.confidence, v.parser_version
FROM current_version AS v
JOIN fact_cell AS f ON f.parse_id = v.parse_id
JOIN dim_cell AS d ON d.cell_id = f.cell_id
LEFT JOIN first_capture AS c ON c.sha256 = v.sha256 AND c.url = v.url AND c.rank = 1
