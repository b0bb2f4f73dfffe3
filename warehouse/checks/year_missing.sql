-- Agencies of which a report is known, and an earlier one, but none for the year before.
SELECT this.parse_id, NULL AS address, NULL AS expected, NULL AS found,
    CAST(this.reporting_year - 1 AS TEXT) AS told
FROM current_report AS this
WHERE EXISTS (
    SELECT 1
    FROM current_report AS earlier
    WHERE earlier.agency_id = this.agency_id AND earlier.reporting_year < this.reporting_year - 1
)
AND NOT EXISTS (
    SELECT 1
    FROM current_report AS last
    WHERE last.agency_id = this.agency_id AND last.reporting_year = this.reporting_year - 1
)
