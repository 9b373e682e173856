"""Processes."""

CHAPTER = 1
