"""Queues between processes."""

CHAPTER = 6
