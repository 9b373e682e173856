"""Signals."""

CHAPTER = 9
