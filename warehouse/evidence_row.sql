-- The cells of a parse in the row of the form that holds an address, in the order of the form.
SELECT d.address, f.raw
FROM fact_cell AS f
JOIN dim_cell AS d ON d.cell_id = f.cell_id
JOIN dim_cell AS asked ON asked.address = :address AND asked.edition = d.edition AND asked.table_name = d.table_name
    AND (asked.row_code = d.row_code OR (asked.row_code IS NULL AND d.row_code IS NULL))
WHERE f.parse_id = :parse_id
ORDER BY d.cell_id
