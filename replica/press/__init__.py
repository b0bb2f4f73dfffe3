"""The press: prints one truth table in every format, so that what a reader gives back can be compared with what was printed."""
