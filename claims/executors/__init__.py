"""Executors and futures."""

CHAPTER = 4
