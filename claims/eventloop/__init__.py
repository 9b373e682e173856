"""The event loop, and context variables."""

CHAPTER = 16
