"""A rate limiter: after the burst, calls are as far apart as it promises."""

from time import monotonic, sleep

from pytest_claims import assert_duration, claim, seconds


class Bucket:
    """Lets `size` calls through at once, and then one in each `period`."""

    def __init__(self, size, period):
        self.size, self.period = size, period
        self.tokens, self.at = float(size), monotonic()

    def take(self):
        self.refill()
        if self.tokens < 1:
            sleep((1 - self.tokens) * self.period)
            self.refill()
        self.tokens -= 1

    def refill(self):
        now = monotonic()
        self.tokens = min(self.size, self.tokens + (now - self.at) / self.period)
        self.at = now


class LeakyBucket(Bucket):
    """The bug: it fills up whenever it is asked."""

    def refill(self):
        self.tokens = float(self.size)


def five_calls_after_the_burst(period, timed, kind=Bucket):
    bucket = kind(10, period)
    for _ in range(10):
        bucket.take()
    with timed:
        for _ in range(5):
            bucket.take()


def five_calls_from_a_leaky_bucket(period, timed):
    five_calls_after_the_burst(period, timed, LeakyBucket)


@claim(
    "limiter.after-the-burst",
    says="After a burst of ten, five calls at ten a second take half a second.",
    source="our handbook",
    program=five_calls_after_the_burst,
    contrast=five_calls_from_a_leaky_bucket,
)
def test_calls_after_the_burst_are_spread(program):
    """The burst empties the bucket. What it collects meanwhile shortens what is measured, and is allowed for."""
    program(seconds(0.1), assert_duration(approx=0.5))
