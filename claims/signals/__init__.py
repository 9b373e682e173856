"""Signals, and Ctrl-C, beside threads."""
