"""The suite's settings: how many examples Hypothesis adds to the notes' own numbers."""

from hypothesis import settings

settings.register_profile("verify", max_examples=2, derandomize=True, deadline=None, database=None)
settings.register_profile("thorough", max_examples=25, derandomize=False, deadline=None, database=None)
settings.load_profile("verify")
