-- Of each document at each URL, what the newest parser version read there.
SELECT p.*, d.sha256
FROM (
    SELECT fact_parse.*, RANK() OVER (PARTITION BY document_id, url ORDER BY parser_order DESC) AS age
    FROM fact_parse
) AS p
JOIN dim_document AS d ON d.document_id = p.document_id
WHERE p.age = 1
