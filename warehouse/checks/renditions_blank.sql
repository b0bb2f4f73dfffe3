-- Cells in which one file of a report prints a number and the other something else, or nothing.
SELECT parse_id, address,
    CASE state WHEN 'number' THEN CAST(value_millionths AS TEXT) ELSE state END AS expected,
    CASE other_state WHEN 'number' THEN CAST(other_millionths AS TEXT) ELSE other_state END AS found,
    other_file AS told
FROM two_readings
WHERE (state = 'number' AND other_state IN ('blank', 'na', 'text'))
    OR (other_state = 'number' AND state IN ('blank', 'na', 'text'))
