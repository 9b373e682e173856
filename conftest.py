"""The suite's settings: how many examples Hypothesis adds to the notes' own numbers."""

from hypothesis import HealthCheck, settings

# Neither says anything of a test on a busy machine: how long an example took, and how long it took to make.
patient = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("verify", patient, max_examples=2, derandomize=True)
settings.register_profile("thorough", patient, max_examples=25, derandomize=False)
settings.load_profile("verify")
