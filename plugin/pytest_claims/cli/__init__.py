"""The command ``pytest-claims``.

It may know all rooms; no other room knows it.
"""
