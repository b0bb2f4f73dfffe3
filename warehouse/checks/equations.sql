-- Equations between a report and that of the year before which do not hold.
-- CROSS JOIN tells SQLite to begin with the reports and not with all cells that there are.
WITH printed AS (
    SELECT y.parse_id, t.equation, t.relation, t.term_count, t.side, f.value_millionths
    FROM two_years AS y
    CROSS JOIN fact_cell AS f
    JOIN term AS t ON t.cell_id = f.cell_id AND t.year = 'this'
    WHERE f.parse_id = y.parse_id AND f.value_millionths IS NOT NULL
    UNION ALL
    SELECT y.parse_id, t.equation, t.relation, t.term_count, t.side, f.value_millionths
    FROM two_years AS y
    CROSS JOIN fact_cell AS f
    JOIN term AS t ON t.cell_id = f.cell_id AND t.year = 'last'
    WHERE f.parse_id = y.last_parse_id AND f.value_millionths IS NOT NULL
),
sides AS (
    SELECT parse_id, equation, relation,
        SUM(CASE side WHEN 'left' THEN value_millionths ELSE 0 END) AS left_side,
        SUM(CASE side WHEN 'right' THEN value_millionths ELSE 0 END) AS right_side
    FROM printed
    GROUP BY parse_id, equation, relation, term_count
    HAVING COUNT(*) = term_count
)
SELECT parse_id, equation, left_side AS found, right_side AS expected
FROM sides
WHERE CASE relation
    WHEN 'equal' THEN left_side <> right_side
    WHEN 'at_most' THEN left_side > right_side
    ELSE left_side > 0 AND right_side = 0
END
