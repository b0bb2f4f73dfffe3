-- How many numbers of one file of a report have none to be held against in the other: not found there, or not legible.
SELECT parse_id, NULL AS address, NULL AS expected, NULL AS found,
    CAST(COUNT(*) AS TEXT) || ' cells of ' || other_file AS told
FROM two_readings
WHERE (state = 'number' AND other_state IN ('missing', 'unreadable'))
    OR (other_state = 'number' AND state IN ('missing', 'unreadable'))
GROUP BY parse_id, other_file
