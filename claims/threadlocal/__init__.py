"""Thread-local data."""

CHAPTER = 8
