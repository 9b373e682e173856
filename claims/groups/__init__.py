"""Waiting for several tasks."""

CHAPTER = 18
