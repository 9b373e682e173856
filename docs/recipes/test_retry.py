"""A retry: each pause is twice as long as the one before."""

from time import sleep

from pytest_claims import assert_duration, claim, seconds


def retry(call, pause):
    """Four attempts, with pauses of one, two and four times `pause` between them."""
    for attempt in range(3):
        try:
            return call()
        except ConnectionError:
            sleep(pause * 2**attempt)
    return call()


def retry_without_back_off(call, pause):
    """The bug: the pause never grows."""
    for _ in range(3):
        try:
            return call()
        except ConnectionError:
            sleep(pause)
    return call()


class FailsThreeTimes:
    def __init__(self):
        self.attempts = 0

    def __call__(self):
        self.attempts += 1
        if self.attempts < 4:
            raise ConnectionError
        return "done"


@claim(
    "retry.backs-off",
    says="Three failures cost pauses of 1, 2 and 4 s.",
    source="our handbook",
    program=retry,
    contrast=retry_without_back_off,
)
def test_pauses_double(program):
    """What a real call takes, and how long the machine makes it wait, does not grow with the pause, and drops out."""
    call = FailsThreeTimes()
    with assert_duration(approx=7, rivals={"the pause never grows": 3}):
        assert program(call, seconds(1)) == "done"
    assert call.attempts == 4
