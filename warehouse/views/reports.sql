SELECT v.report_id, v.agency_name, v.division_code, v.agency_kind, v.reporting_year, v.scope, v.version,
    v.title, v.status, v.published_date, v.first_seen, v.last_seen, v.url, v.sha256,
    own.name AS division_name, county.name AS county_name, prefecture.name AS prefecture_name, province.name AS province_name
FROM current_version AS v
LEFT JOIN dim_division AS own ON own.division_code = v.division_code
LEFT JOIN dim_division AS county ON county.division_code = SUBSTR(v.division_code, 1, 6)
LEFT JOIN dim_division AS prefecture ON prefecture.division_code = SUBSTR(v.division_code, 1, 4)
LEFT JOIN dim_division AS province ON province.division_code = SUBSTR(v.division_code, 1, 2)
