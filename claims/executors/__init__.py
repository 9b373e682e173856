"""Executors and futures."""
