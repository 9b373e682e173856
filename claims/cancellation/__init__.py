"""Cancellation."""

CHAPTER = 19
