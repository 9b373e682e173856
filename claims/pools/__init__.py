"""Process pools."""

CHAPTER = 3
