SELECT c.site_code, c.night, c.url, c.fetched_at, c.verdict, c.status, c.sha256, c.byte_count, c.content_type, c.etag,
    c.last_modified, c.warc_file, c.warc_offset, c.list_url, c.article_url, c.link_text, c.published_date, c.score,
    c.reasons, c.error, c.source, c.stated_agency, c.stated_year
FROM log_capture AS c
