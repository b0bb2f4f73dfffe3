-- One cell in every report that fits what was asked, with the earliest capture of the document.
SELECT v.report_id, v.agency_name, v.division_code, v.reporting_year, v.version,
    CASE v.recency WHEN 1 THEN 1 ELSE 0 END AS is_current, v.parse_id,
    d.address, d.label_zh, d.label_en, f.value_millionths, f.state, COALESCE(f.unit, d.unit) AS unit, f.raw, f.method,
    f.confidence, v.parser_version, v.url, p.member, document.media_type, v.sha256,
    capture.fetched_at, capture.warc_file, capture.warc_offset, capture.source, f.place
FROM every_version AS v
JOIN fact_parse AS p ON p.parse_id = v.parse_id
JOIN dim_document AS document ON document.document_id = p.document_id
JOIN fact_cell AS f ON f.parse_id = v.parse_id
JOIN dim_cell AS d ON d.cell_id = f.cell_id
LEFT JOIN log_capture AS capture ON capture.capture_id = (
    SELECT own.capture_id
    FROM log_capture AS own
    WHERE own.sha256 = v.sha256 AND own.url = v.url
        AND own.verdict IN ('article', 'attachment', 'handed_over') AND own.warc_file IS NOT NULL
    ORDER BY own.fetched_at, own.warc_file, own.warc_offset
    LIMIT 1
)
WHERE d.address = :address
    AND v.agency_name LIKE :agency
    AND COALESCE(v.division_code, '') LIKE :division
    AND (CAST(:year AS INTEGER) IS NULL OR v.reporting_year = :year)
    AND (CAST(:report_id AS INTEGER) IS NULL OR v.report_id = :report_id)
    AND CASE WHEN CAST(:version AS INTEGER) IS NULL THEN v.recency = 1 ELSE v.version = :version END
ORDER BY v.agency_name, v.division_code, v.reporting_year, v.report_id
