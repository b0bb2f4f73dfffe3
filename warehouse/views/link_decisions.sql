SELECT l.site_code, l.list_url, l.url, l.text, l.published_date, CASE WHEN l.accepted THEN 1 ELSE 0 END AS accepted,
    l.score, l.reasons, l.first_seen, l.last_seen
FROM log_link AS l
