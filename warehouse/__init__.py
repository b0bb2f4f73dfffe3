"""Reports to SQL: schema, migrations, loader, checks across reports, views, exports."""
