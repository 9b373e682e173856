"""Measure what sentences about Python's concurrency say, with pytest.

Each name is loaded when it is asked for. Children of a program under test import this package to find what they were sent, and
must not wait for the rest of it; and nobody needs Hypothesis who does not use a strategy.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pytest_claims.instruments.cpu.growth import Growth, assert_growth
    from pytest_claims.instruments.cpu.parallelism import assert_not_parallel, assert_parallel, spin
    from pytest_claims.instruments.event_loop.messages import LoopMessage, assert_loop_said, assert_loop_silent, loop_messages
    from pytest_claims.instruments.garbage import collect_garbage
    from pytest_claims.instruments.hangs.hangs import assert_ends, assert_hangs
    from pytest_claims.instruments.interpreter.interpreter import Finished, fresh_interpreter
    from pytest_claims.instruments.interpreter.script import script
    from pytest_claims.instruments.others.others import assert_others_run, assert_others_wait
    from pytest_claims.instruments.races.races import assert_never, assert_sometimes, each
    from pytest_claims.instruments.races.slow import SlowToAdd, SlowToPickle
    from pytest_claims.instruments.seconds.duration import assert_duration
    from pytest_claims.instruments.seconds.run import seconds
    from pytest_claims.instruments.spans.order import (
        assert_at_least,
        assert_at_most,
        assert_before,
        assert_order,
        assert_overlap,
        assert_serial,
    )
    from pytest_claims.instruments.spans.timeline import Timeline
    from pytest_claims.instruments.strategies import naps, task_counts, worker_counts
    from pytest_claims.model.claim import Claim, claim
    from pytest_claims.model.conditions import cpus, everywhere, gil, implementation, nowhere, platform, python, start_method
    from pytest_claims.model.errors import Broken, ClaimError, Inconclusive, require
    from pytest_claims.model.span import Span
    from pytest_claims.model.verdict import Verdict

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
    "instruments.seconds.run": ["seconds"],
    "instruments.garbage": ["collect_garbage"],
    "model.conditions": ["cpus", "everywhere", "gil", "implementation", "nowhere", "platform", "python", "start_method"],
    "instruments.seconds.duration": ["assert_duration"],
    "model.errors": ["Broken", "ClaimError", "Inconclusive", "require"],
    "instruments.cpu.growth": ["Growth", "assert_growth"],
    "instruments.hangs.hangs": ["assert_ends", "assert_hangs"],
    "instruments.interpreter.interpreter": ["Finished", "fresh_interpreter"],
    "instruments.event_loop.messages": ["LoopMessage", "assert_loop_said", "assert_loop_silent", "loop_messages"],
    "instruments.others.others": ["assert_others_run", "assert_others_wait"],
    "instruments.spans.order": [
        "assert_at_least",
        "assert_at_most",
        "assert_before",
        "assert_order",
        "assert_overlap",
        "assert_serial",
    ],
    "instruments.cpu.parallelism": ["assert_not_parallel", "assert_parallel", "spin"],
    "instruments.races.races": ["assert_never", "assert_sometimes", "each"],
    "model.claim": ["Claim", "claim"],
    "instruments.interpreter.script": ["script"],
    "instruments.races.slow": ["SlowToAdd", "SlowToPickle"],
    "model.span": ["Span"],
    "instruments.strategies": ["naps", "task_counts", "worker_counts"],
    "instruments.spans.timeline": ["Timeline"],
    "model.verdict": ["Verdict"],
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            from importlib import import_module

            value: object = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
