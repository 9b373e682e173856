"""asyncio beside threads, its locks and queues."""

CHAPTER = 20
