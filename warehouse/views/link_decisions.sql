SELECT l.site_code, l.list_url, l.url, l.text, l.published_date, CASE WHEN l.accepted THEN 1 ELSE 0 END AS accepted,
    l.score, l.reasons, r.first_seen, r.last_seen
FROM log_link AS l
JOIN (
    SELECT link_id, MIN(read_on) AS first_seen, MAX(held_until) AS last_seen
    FROM log_reading
    GROUP BY link_id
) AS r ON r.link_id = l.link_id
