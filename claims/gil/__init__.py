"""The GIL, and interpreters that have one each."""
