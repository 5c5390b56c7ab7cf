"""Episodes on disk: stored and read back without loss, collected from a task's players, imported from published files."""
