"""Coroutines."""

CHAPTER = 15
