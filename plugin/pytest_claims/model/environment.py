"""Where a claim is judged: the facts about an interpreter and a machine that a verdict can depend on."""

import multiprocessing
import os
import platform
import sys
from dataclasses import dataclass, replace
from functools import cache

from pytest_claims.model.control_groups import quotas


@dataclass(frozen=True, slots=True)
class Environment:
    """The facts. `start_method` is None until a case fixes it."""

    python: str
    implementation: str
    gil: bool
    platform: str
    cpus: int
    start_methods: tuple[str, ...]
    start_method: str | None = None

    def under(self, start_method: str | None) -> "Environment":
        """The same place, for a case under one start method."""
        return replace(self, start_method=start_method)


@cache
def here() -> Environment:
    """The environment of this process."""
    return Environment(
        python=platform.python_version(),
        implementation=sys.implementation.name,
        gil=gil_enabled(),
        platform=sys.platform,
        cpus=usable_cpus(),
        start_methods=tuple(sorted(multiprocessing.get_all_start_methods(), key=_USUAL_ORDER.index)),
    )


_USUAL_ORDER = ["fork", "spawn", "forkserver"]


def gil_enabled() -> bool:
    """Whether threads of this interpreter take turns. Interpreters that cannot say (before 3.13, PyPy) have the lock."""
    return bool(getattr(sys, "_is_gil_enabled", lambda: True)())


def usable_cpus() -> int:
    """CPUs that this process may use at once: its affinity, or a quota of its control groups, rounded down but at least 1."""
    return max(1, min([cpus_to_run_on(), *map(int, quotas().values())]))


def cpus_to_run_on() -> int:
    """CPUs among which the system chooses for this process: its affinity. A quota may allow it fewer at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
