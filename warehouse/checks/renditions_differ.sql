-- Cells in which two files of one report print different numbers.
SELECT parse_id, address, CAST(value_millionths AS TEXT) AS expected, CAST(other_millionths AS TEXT) AS found,
    other_file AS told
FROM two_readings
WHERE state = 'number' AND other_state = 'number'
