-- Equations between a report and that of the year before which do not hold.
SELECT parse_id, equation, left_side AS found, right_side AS expected
FROM (
    SELECT y.parse_id, t.equation, t.relation,
        SUM(CASE WHEN t.side = 'left' THEN f.value_millionths ELSE 0 END) AS left_side,
        SUM(CASE WHEN t.side = 'right' THEN f.value_millionths ELSE 0 END) AS right_side
    FROM two_years AS y
    CROSS JOIN term AS t
    JOIN fact_cell AS f ON f.cell_id = t.cell_id AND f.state = 'number'
        AND f.parse_id = CASE t.year WHEN 'last' THEN y.last_parse_id ELSE y.parse_id END
    GROUP BY y.parse_id, t.equation, t.relation, t.term_count
    HAVING COUNT(*) = t.term_count
) AS sides
WHERE CASE relation
    WHEN 'equal' THEN left_side <> right_side
    WHEN 'at_most' THEN left_side > right_side
    ELSE left_side > 0 AND right_side = 0
END
