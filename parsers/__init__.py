"""Bytes in, reports out: one reader a format, one document model, one recogniser of the statutory tables."""
