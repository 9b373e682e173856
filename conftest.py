"""The suite's settings: how many examples Hypothesis adds to the notes' own numbers, and that tracebacks have no colours."""

import os

from hypothesis import settings

# Where FORCE_COLOR is set, as by services that run tests, CPython 3.13 and newer colours what programs print of errors.
os.environ["PYTHON_COLORS"] = "0"

settings.register_profile("verify", max_examples=2, derandomize=True, deadline=None, database=None)
settings.register_profile("thorough", max_examples=25, derandomize=False, deadline=None, database=None)
settings.load_profile("verify")
