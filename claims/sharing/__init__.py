"""Sharing data between processes."""

CHAPTER = 5
