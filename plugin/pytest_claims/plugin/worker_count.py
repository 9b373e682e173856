"""How many workers a run has, and whether it is for us to say what they run."""

import pytest

from pytest_claims.model.environment import here
from pytest_claims.plugin.selection import tests_are_missing, tests_asked_for

#: Sleeping claims leave the CPUs idle, so that there is work for more workers than CPUs. On a machine with two, six and eight
#: workers were a little slower than seven: more of them start for longer, and make more noise for each other.
WORKERS_PER_CPU = 3.5
#: With so many workers the suite takes little longer than its longest claim, and up to 2 GB of memory: 90 MB each.
MOST_WORKERS = 20

_distributes = pytest.StashKey[bool]()


def choose_workers(config: pytest.Config) -> None:
    """Run in parallel in projects that ask for it, unless the user says otherwise. To be called before xdist looks.

    Raises:
        pytest.UsageError: the ini key has a bad value.
    """
    wanted = config.getini("claims_workers")
    if hasattr(config, "workerinput"):
        return
    # xdist makes "load" of "no", its default. Who names another way to distribute gets that, and the lock does the rest.
    config.stash[_distributes] = (
        wanted != "0" and config.getoption("dist", "no") == "no" and not config.getoption("distload", False)
    )
    chosen = getattr(config.option, "numprocesses", 0) is not None
    if chosen or config.getoption("usepdb") or config.getoption("collectonly"):
        return
    if wanted != "auto" and not wanted.isdecimal():
        raise pytest.UsageError(f"claims_workers = {wanted}: write a number or auto.")
    most = min(int(WORKERS_PER_CPU * here().cpus), MOST_WORKERS) if wanted == "auto" else int(wanted)
    if tests_are_missing(config):
        # Without workers, which would each look for them first, pytest says so at once.
        return
    # Each worker imports all that is collected. One is always there, so that a test that ends its process is reported.
    few = tests_asked_for(config)
    config.option.numprocesses = (most if few is None else min(most, max(1, few))) or None


def distributes_tests(config: pytest.Config) -> bool:
    """Whether this plugin shares out the tests: in projects that ask for workers, unless the user says how to distribute."""
    return config.stash.get(_distributes, False)
