"""Atomic operations."""

CHAPTER = 11
