"""The GIL and interpreters."""

CHAPTER = 10
