"""The stages, the settings and the gongkai command: the only room that knows all wings."""
