"""Tasks, groups and waiting."""
