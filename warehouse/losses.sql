-- Pages and documents that a night lost, of some sites.
WITH fetched AS (
    SELECT c.*,
        ROW_NUMBER() OVER (PARTITION BY c.site_code, c.url ORDER BY c.fetched_at DESC, c.capture_id DESC) AS age
    FROM log_capture AS c
    WHERE c.night = :night AND c.site_code IN :sites AND c.list_url IS NOT NULL
),
document AS (
    SELECT DISTINCT p.parse_id, p.report_id, p.status, p.url, p.member, COALESCE(p.article_url, p.url) AS article,
        EXISTS (SELECT 1 FROM log_capture AS file WHERE file.article_url = p.url) AS carries_files
    FROM newest_parse AS p
    JOIN fetched AS f ON f.sha256 = p.sha256 AND f.url = p.url AND f.verdict IN ('article', 'attachment')
)
SELECT f.verdict AS kind, f.url, f.error AS sentence
FROM fetched AS f
WHERE f.age = 1 AND f.verdict NOT IN ('article', 'attachment') AND f.error IS NOT NULL
UNION ALL
SELECT 'unreadable', d.url, CASE WHEN d.member = '' THEN n.message ELSE d.member || ' in the archive: ' || n.message END
FROM document AS d
JOIN fact_finding AS n ON n.parse_id = d.parse_id AND n.severity = 'error'
WHERE d.status = 'unreadable'
UNION ALL
SELECT 'not_a_report', d.url, n.message
FROM document AS d
JOIN fact_finding AS n ON n.parse_id = d.parse_id AND n.rule IN ('not_a_report', 'unidentified')
WHERE NOT d.carries_files AND NOT EXISTS (
    SELECT 1
    FROM log_capture AS rendition
    JOIN dim_document AS body ON body.sha256 = rendition.sha256
    JOIN fact_parse AS other ON other.document_id = body.document_id AND other.url = rendition.url
    WHERE (rendition.url = d.article OR rendition.article_url = d.article) AND other.report_id IS NOT NULL
)
UNION ALL
SELECT 'table_missing', d.url, n.message
FROM document AS d
JOIN current_version AS v ON v.parse_id = d.parse_id
JOIN fact_finding AS n ON n.parse_id = d.parse_id AND n.rule = 'table_missing'
ORDER BY 1, 2, 3
