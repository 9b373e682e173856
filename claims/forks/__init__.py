"""Forks."""

CHAPTER = 2
