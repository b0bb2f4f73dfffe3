"""The press: prints one truth in every format, so that what a reader gives back can be compared with the print."""
