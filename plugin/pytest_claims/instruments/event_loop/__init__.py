"""What the event loop of asyncio said.

It loads asyncio only when it is used.
"""
