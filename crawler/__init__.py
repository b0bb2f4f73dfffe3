"""Find and fetch: site families, spider, conduct, archive."""
