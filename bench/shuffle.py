"""A pytest plugin that runs the tests in an order of chance: ``-p bench.shuffle --bench-seed 1``."""

from random import Random

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The seed: one seed, one order, so that all workers of a run agree."""
    parser.addoption("--bench-seed", type=int, default=0, metavar="N", help="the order of the tests, as a number")


# Last, so that no other plugin puts them in order again.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shuffle the tests."""
    Random(config.getoption("bench_seed")).shuffle(items)
