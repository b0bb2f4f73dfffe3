-- First and last night on which each of these documents (sha256) was seen on the web or handed over.
WITH spell AS (
    -- A body at a URL: from its capture until another body was captured there (ended; NULL while it stands).
    SELECT c.sha256, c.url, c.article_url, c.night, ended.night AS ended
    FROM log_capture AS c
    LEFT JOIN log_capture AS ended ON ended.capture_id = (
        SELECT o.capture_id
        FROM log_capture AS o
        WHERE o.url = c.url AND o.verdict IN ('article', 'attachment')
            AND o.sha256 <> c.sha256 AND o.fetched_at > c.fetched_at
        ORDER BY o.fetched_at, o.sha256, o.capture_id
        LIMIT 1
    )
    WHERE c.sha256 IN :documents AND c.verdict IN ('article', 'attachment')
),
sighting AS (
    SELECT sha256, night FROM spell
    UNION ALL
    -- Handed over: seen that night, and not on the web.
    SELECT c.sha256, c.night FROM log_capture AS c WHERE c.sha256 IN :documents AND c.verdict = 'handed_over'
    UNION ALL
    -- The server said that the body is still the same.
    SELECT s.sha256, n.night
    FROM spell AS s
    JOIN log_capture AS n ON n.url = s.url AND n.verdict = 'not_modified'
    WHERE n.night >= s.night AND (s.ended IS NULL OR n.night < s.ended)
    UNION ALL
    -- A list held a link to it, or to its article: up to the last night the list was seen within the spell.
    SELECT s.sha256,
        CASE
            WHEN s.ended IS NULL OR r.held_until < s.ended THEN r.held_until
            ELSE (
                SELECT MAX(e.night)
                FROM log_capture AS e
                WHERE e.url = l.list_url AND e.verdict IN ('list', 'list_not_modified')
                    AND e.night >= r.read_on AND e.night >= s.night AND e.night < s.ended
            )
        END
    FROM spell AS s
    JOIN log_link AS l ON l.url IN (s.url, s.article_url)
    JOIN log_reading AS r ON r.link_id = l.link_id
    WHERE r.held_until >= s.night
)
SELECT sha256, MIN(night) AS first_seen, MAX(night) AS last_seen
FROM sighting
GROUP BY sha256
