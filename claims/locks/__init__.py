"""Locks and other synchronisation."""

CHAPTER = 12
