"""The lower bound of a suite's time, on suites that one can count on one's fingers."""

import pytest

from bench.bound import Timed, parts

ALONE = [Timed(2, 2, True), Timed(3, 3, True)]


@pytest.mark.parametrize(
    ("shared", "bound"),
    [
        ([], 1 + 5),
        # The longest of them decides: the others fit beside it.
        ([Timed(8, 0, False), Timed(1, 0, False), Timed(1, 0, False)], 1 + 5 + 8),
        # Their number decides: twelve seconds on two workers.
        ([Timed(4, 0, False)] * 3, 1 + 5 + 6),
        # Their need of CPUs decides: four workers would do, but there is one core.
        ([Timed(4, 3, False)] * 3, 1 + 5 + 9),
    ],
)
def test_no_order_of_the_tests_takes_less_than_the_bound(shared, bound):
    made = parts(start=1, tests=[*ALONE, *shared], workers=2, cores=1)
    assert made.bound == bound


def test_cpu_seconds_of_tests_that_run_alone_are_in_their_wall_time():
    assert parts(start=0, tests=[Timed(2, 100, True)], workers=4, cores=2).bound == 2
