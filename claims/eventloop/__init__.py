"""Coroutines, the event loop and asyncio.run."""
