"""Asyncio beside threads; its locks and queues."""
