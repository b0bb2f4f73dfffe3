-- Every version of each report with the parse that speaks for it. Versions are numbered as they first came; current
-- (recency 1) is the one seen last, which is an older one when the site went back to it.
WITH chosen AS (
    -- A document may hold a report twice (two members, two URLs): the reading with most numbers speaks.
    SELECT p.*,
        ROW_NUMBER() OVER (PARTITION BY report_id, document_id ORDER BY number_count DESC, member, part, url) AS choice
    FROM newest_parse AS p
    WHERE p.is_primary AND p.report_id IS NOT NULL
),
ranked AS (
    SELECT v.report_id, v.first_seen, v.last_seen, v.published_date,
        c.parse_id, c.document_id, c.sha256, c.url, c.title, c.status, c.scope, c.parser_version,
        ROW_NUMBER() OVER (
            PARTITION BY v.report_id ORDER BY v.first_seen, v.published_date IS NULL, v.published_date, c.sha256
        ) AS version,
        ROW_NUMBER() OVER (
            PARTITION BY v.report_id
            ORDER BY v.last_seen DESC, v.first_seen DESC, v.published_date IS NULL DESC, v.published_date DESC,
                c.sha256 DESC
        ) AS recency
    FROM fact_version AS v
    JOIN chosen AS c ON c.report_id = v.report_id AND c.document_id = v.document_id AND c.choice = 1
)
SELECT r.report_id, a.name AS agency_name, NULLIF(a.division_code, '') AS division_code,
    NULLIF(a.kind, '') AS agency_kind, d.reporting_year, r.scope, r.version, r.title, r.status, r.published_date,
    r.first_seen, r.last_seen, r.url, r.sha256, r.parse_id, r.parser_version, r.recency
FROM ranked AS r
JOIN dim_report AS d ON d.report_id = r.report_id
JOIN dim_agency AS a ON a.agency_id = d.agency_id
