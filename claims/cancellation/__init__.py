"""Time-outs and cancellation in asyncio."""
