"""Queues between threads."""
