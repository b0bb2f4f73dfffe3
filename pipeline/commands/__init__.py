"""The verbs of the gongkai command."""
