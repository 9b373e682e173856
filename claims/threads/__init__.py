"""Threads."""

CHAPTER = 7
