-- Reports that say in every cell what last year's said, not all of it 0. Most pairs are done with at their first cells.
SELECT y.parse_id, NULL AS address, NULL AS expected, NULL AS found,
    CAST((SELECT COUNT(*) FROM fact_cell AS own WHERE own.parse_id = y.parse_id) AS TEXT) AS told
FROM two_years AS y
WHERE NOT EXISTS (
    SELECT 1
    FROM fact_cell AS mine
    WHERE mine.parse_id = y.parse_id AND NOT EXISTS (
        SELECT 1
        FROM fact_cell AS theirs
        WHERE theirs.parse_id = y.last_parse_id AND theirs.cell_id = mine.cell_id AND theirs.state = mine.state
            AND COALESCE(theirs.value_millionths, 0) = COALESCE(mine.value_millionths, 0)
    )
)
AND EXISTS (
    SELECT 1
    FROM fact_cell AS own
    WHERE own.parse_id = y.parse_id AND own.value_millionths <> 0
)
