"""A small county web that misbehaves as real ones do, and a press that prints one truth table in every format. For tests and the demonstration only."""
