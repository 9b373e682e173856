"""Atomic operations: what needs a lock?"""
