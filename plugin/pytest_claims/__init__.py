"""Measure what sentences about Python's concurrency say, with pytest.

Each name is loaded when it is asked for. Children of a program under test import this package to find what they were sent, and
must not wait for the rest of it; and nobody needs Hypothesis who does not use a strategy.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pytest_claims.clock import seconds
    from pytest_claims.collecting import collect_garbage
    from pytest_claims.conditions import cpus, everywhere, gil, implementation, nowhere, platform, python, start_method
    from pytest_claims.duration import assert_duration
    from pytest_claims.errors import Broken, ClaimError, Inconclusive, require
    from pytest_claims.growth import Growth, assert_growth
    from pytest_claims.hanging import assert_ends, assert_hangs
    from pytest_claims.interpreter import Finished, fresh_interpreter
    from pytest_claims.listening import LoopMessage, assert_loop_said, assert_loop_silent, loop_messages
    from pytest_claims.meanwhile import assert_others_run, assert_others_wait
    from pytest_claims.order import (
        assert_at_least,
        assert_at_most,
        assert_before,
        assert_order,
        assert_overlap,
        assert_serial,
    )
    from pytest_claims.parallelism import assert_not_parallel, assert_parallel, spin
    from pytest_claims.races import assert_never, assert_sometimes, each
    from pytest_claims.record import Claim, claim
    from pytest_claims.scripts import script
    from pytest_claims.slow import SlowToAdd, SlowToPickle
    from pytest_claims.span import Span
    from pytest_claims.strategies import naps, task_counts, worker_counts
    from pytest_claims.timeline import Timeline
    from pytest_claims.verdict import Verdict

__all__ = [
    "Broken",
    "Claim",
    "ClaimError",
    "Finished",
    "Growth",
    "Inconclusive",
    "LoopMessage",
    "SlowToAdd",
    "SlowToPickle",
    "Span",
    "Timeline",
    "Verdict",
    "assert_at_least",
    "assert_at_most",
    "assert_before",
    "assert_duration",
    "assert_ends",
    "assert_growth",
    "assert_hangs",
    "assert_loop_said",
    "assert_loop_silent",
    "assert_never",
    "assert_not_parallel",
    "assert_order",
    "assert_others_run",
    "assert_others_wait",
    "assert_overlap",
    "assert_parallel",
    "assert_serial",
    "assert_sometimes",
    "claim",
    "collect_garbage",
    "cpus",
    "each",
    "everywhere",
    "fresh_interpreter",
    "gil",
    "implementation",
    "loop_messages",
    "naps",
    "nowhere",
    "platform",
    "python",
    "require",
    "script",
    "seconds",
    "spin",
    "start_method",
    "task_counts",
    "worker_counts",
]

_MODULES = {
    "clock": ["seconds"],
    "collecting": ["collect_garbage"],
    "conditions": ["cpus", "everywhere", "gil", "implementation", "nowhere", "platform", "python", "start_method"],
    "duration": ["assert_duration"],
    "errors": ["Broken", "ClaimError", "Inconclusive", "require"],
    "growth": ["Growth", "assert_growth"],
    "hanging": ["assert_ends", "assert_hangs"],
    "interpreter": ["Finished", "fresh_interpreter"],
    "listening": ["LoopMessage", "assert_loop_said", "assert_loop_silent", "loop_messages"],
    "meanwhile": ["assert_others_run", "assert_others_wait"],
    "order": ["assert_at_least", "assert_at_most", "assert_before", "assert_order", "assert_overlap", "assert_serial"],
    "parallelism": ["assert_not_parallel", "assert_parallel", "spin"],
    "races": ["assert_never", "assert_sometimes", "each"],
    "record": ["Claim", "claim"],
    "scripts": ["script"],
    "slow": ["SlowToAdd", "SlowToPickle"],
    "span": ["Span"],
    "strategies": ["naps", "task_counts", "worker_counts"],
    "timeline": ["Timeline"],
    "verdict": ["Verdict"],
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            from importlib import import_module

            value: object = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
