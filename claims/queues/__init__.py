"""Queues between threads."""

CHAPTER = 13
