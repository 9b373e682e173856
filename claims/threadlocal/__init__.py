"""Values of a thread, and of a context."""
