"""Measure what sentences about Python's concurrency say, with pytest.

Everything here may be imported without pytest or Hypothesis; the strategies are loaded when they are asked for.
"""

from typing import TYPE_CHECKING, Any

from pytest_claims.claim import Claim, claim
from pytest_claims.clock import seconds
from pytest_claims.conditions import cpus, everywhere, gil, implementation, nowhere, platform, python, start_method
from pytest_claims.duration import assert_duration
from pytest_claims.errors import Broken, ClaimError, Inconclusive, require
from pytest_claims.interpreter import Finished, fresh_interpreter
from pytest_claims.order import assert_at_most, assert_order, assert_overlap, assert_serial
from pytest_claims.parallelism import assert_not_parallel, assert_parallel, spin
from pytest_claims.span import Span
from pytest_claims.timeline import Timeline
from pytest_claims.verdict import Verdict

if TYPE_CHECKING:
    from pytest_claims.strategies import naps, task_counts, worker_counts

__all__ = [
    "Broken",
    "Claim",
    "ClaimError",
    "Finished",
    "Inconclusive",
    "Span",
    "Timeline",
    "Verdict",
    "assert_at_most",
    "assert_duration",
    "assert_not_parallel",
    "assert_order",
    "assert_overlap",
    "assert_parallel",
    "assert_serial",
    "claim",
    "cpus",
    "everywhere",
    "fresh_interpreter",
    "gil",
    "implementation",
    "naps",
    "nowhere",
    "platform",
    "python",
    "require",
    "seconds",
    "spin",
    "start_method",
    "task_counts",
    "worker_counts",
]


def __getattr__(name: str) -> Any:
    if name in ("naps", "task_counts", "worker_counts"):
        from pytest_claims import strategies

        return getattr(strategies, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
