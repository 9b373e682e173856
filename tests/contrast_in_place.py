"""A pytest plugin for doubters: it puts each claim's contrast in its program's place, and then every claim must fail.

pytest claims/ -p tests.contrast_in_place
"""

from dataclasses import replace

from pytest_claims.model.claim import claim_of


def pytest_collection_modifyitems(items):
    """Swap once for each test; the cases under several start methods share it."""
    for test in {item.obj for item in items if claim_of(getattr(item, "obj", None))}:
        claim = claim_of(test)
        test.pytest_claim = replace(claim, program=claim.contrast)
