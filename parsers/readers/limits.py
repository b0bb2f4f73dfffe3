"""Bounds of a file and of a table, the same for every reader: what goes beyond is a slip or an attack."""

#: bytes of a file of any kind
LARGEST_FILE = 64 * 2**20
#: bytes of a page or a text
LARGEST_TEXT = 10 * 2**20
#: columns or rows that one cell spans
LARGEST_SPAN = 200
#: rows times columns of one table; a report's have some hundreds
LARGEST_GRID = 100_000
