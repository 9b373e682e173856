"""Tasks."""

CHAPTER = 17
