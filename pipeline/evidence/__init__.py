"""A number and where it stands: its facts, and a picture of the page with the cell outlined."""
