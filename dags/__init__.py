"""The roof: when things run. Wiring only."""
