-- What the checks ask again and again, worked out once: tables that end with the connection.
CREATE TEMPORARY TABLE current_report AS
SELECT v.report_id, v.parse_id, r.agency_id, r.reporting_year
FROM current_version AS v
JOIN dim_report AS r ON r.report_id = v.report_id;

CREATE UNIQUE INDEX current_report_year ON current_report (agency_id, reporting_year);

-- A report with that of the year before.
CREATE TEMPORARY TABLE two_years AS
SELECT this.parse_id, last.parse_id AS last_parse_id
FROM current_report AS this
JOIN current_report AS last
    ON last.agency_id = this.agency_id AND last.reporting_year = this.reporting_year - 1;

-- A current version with each other file of the same article in which the same report was read: what stands at that URL
-- now, or another member of the same file.
CREATE TEMPORARY TABLE two_renditions AS
SELECT c.parse_id, other.parse_id AS other_parse_id,
    other.url || CASE WHEN other.member = '' THEN '' ELSE ' (' || other.member || ')' END AS other_file
FROM current_report AS c
JOIN fact_parse AS spoken ON spoken.parse_id = c.parse_id
JOIN newest_parse AS other ON other.report_id = c.report_id AND other.parse_id <> c.parse_id
    AND COALESCE(other.article_url, other.url) = COALESCE(spoken.article_url, spoken.url)
    AND (other.url <> spoken.url OR other.document_id = spoken.document_id)
WHERE NOT EXISTS (
    SELECT 1
    FROM log_capture AS later
    WHERE later.url = other.url AND later.verdict IN ('article', 'attachment') AND later.sha256 <> other.sha256
        AND later.fetched_at > (
            SELECT MAX(own.fetched_at) FROM log_capture AS own WHERE own.url = other.url AND own.sha256 = other.sha256
        )
);

-- Cells that both renditions of a report have, where they differ. CROSS JOIN: see equations.sql.
CREATE TEMPORARY TABLE two_readings AS
SELECT t.parse_id, t.other_file, d.address, mine.state, mine.value_millionths,
    theirs.state AS other_state, theirs.value_millionths AS other_millionths
FROM two_renditions AS t
CROSS JOIN fact_cell AS mine
JOIN dim_cell AS d ON d.cell_id = mine.cell_id
JOIN dim_cell AS other ON other.address = d.address
JOIN fact_cell AS theirs ON theirs.parse_id = t.other_parse_id AND theirs.cell_id = other.cell_id
WHERE mine.parse_id = t.parse_id
    AND (mine.state <> theirs.state OR mine.value_millionths <> theirs.value_millionths);

-- The equations, a row a term and edition; filled from checks.yaml.
CREATE TEMPORARY TABLE term (
    equation INTEGER, term_count INTEGER, side TEXT, year TEXT, relation TEXT, cell_id INTEGER
);
