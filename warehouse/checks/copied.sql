-- Reports that say in every cell what last year's said, not all of it 0.
SELECT y.parse_id, NULL AS address, NULL AS expected, NULL AS found, CAST(COUNT(*) AS TEXT) AS told
FROM two_years AS y
JOIN fact_cell AS mine ON mine.parse_id = y.parse_id
LEFT JOIN fact_cell AS theirs ON theirs.parse_id = y.last_parse_id AND theirs.cell_id = mine.cell_id
    AND theirs.state = mine.state AND COALESCE(theirs.value_millionths, 0) = COALESCE(mine.value_millionths, 0)
GROUP BY y.parse_id
HAVING COUNT(*) = COUNT(theirs.cell_id) AND SUM(CASE WHEN mine.value_millionths <> 0 THEN 1 ELSE 0 END) > 0
