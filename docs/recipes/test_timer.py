"""A timer: what it reports is the time that has passed, not the time for which the CPU was used."""

from time import perf_counter, process_time, sleep

from pytest_claims import assert_duration, claim, seconds


class Timer:
    """Reports how long its block took."""

    clock = staticmethod(perf_counter)

    def __enter__(self):
        self.began = self.clock()
        return self

    def __exit__(self, *_):
        self.elapsed = self.clock() - self.began


class CpuTimer(Timer):
    """The bug: its clock stands still while the program sleeps."""

    clock = staticmethod(process_time)


def timed_nap(nap, kind=Timer):
    with kind() as timer:
        sleep(nap)
    return timer.elapsed


def nap_timed_by_the_cpu(nap):
    return timed_nap(nap, CpuTimer)


@claim(
    "timer.reports-what-passed",
    says="A timer around a nap of 2 s reports 2 s.",
    source="our handbook",
    program=timed_nap,
    contrast=nap_timed_by_the_cpu,
)
def test_the_timer_reports_what_passed(program):
    """Somebody else measured: took= judges the figure, without a block."""
    assert_duration(approx=2, took=program(seconds(2)))
