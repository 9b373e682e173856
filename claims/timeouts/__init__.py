"""Time-outs."""

CHAPTER = 14
