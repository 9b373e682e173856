"""Whether other threads and tasks kept running while a block ran: who holds the GIL, who blocks the event loop.

It listens to beats, and asks the machine whether a silence was the machine's.
"""
