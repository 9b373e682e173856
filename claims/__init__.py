"""Python concurrency."""
