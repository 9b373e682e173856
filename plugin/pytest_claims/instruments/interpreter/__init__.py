"""A program that owns a whole interpreter: its script, its streams, signals to it, and how it ended.

What is done in that interpreter first lies in `at_start`, which is no part of the package.
"""
