"""What Hypothesis varies around the notes' own numbers. Small: each example is run several times, with real processes."""

from hypothesis import strategies as st

from pytest_claims.model.errors import ClaimError, called_as

#: The examples that Hypothesis adds to the explicit ones, for a claim that does not say otherwise.
VERIFY_EXAMPLES = 2
THOROUGH_EXAMPLES = 25


@called_as("worker_counts(2, 5), or worker_counts(max_value=5)")
def worker_counts(min_value: int = 2, max_value: int = 5) -> st.SearchStrategy[int]:
    """Numbers of workers: at least two, since with one nothing can overlap.

    ::

        @given(workers=worker_counts())
        def test_naps_overlap(program, workers): ...

    Raises:
        ClaimError: the bounds are no whole numbers, the least of which is 1, or the wrong way round.
    """
    __tracebackhide__ = True
    _check("worker_counts", min_value=min_value, max_value=max_value)
    return st.integers(min_value, max_value)


@called_as("task_counts(4, 12), or task_counts(max_value=12)")
def task_counts(min_value: int = 4, max_value: int = 12) -> st.SearchStrategy[int]:
    """Numbers of tasks to share out among workers.

    ::

        @given(workers=worker_counts(), tasks=task_counts())
        def test_a_pool_shares_out(program, workers, tasks): ...

    Raises:
        ClaimError: the bounds are no whole numbers, the least of which is 1, or the wrong way round.
    """
    __tracebackhide__ = True
    _check("task_counts", min_value=min_value, max_value=max_value)
    return st.integers(min_value, max_value)


@called_as("naps(3, 6), for three to six naps, or naps(max_size=4)")
def naps(min_size: int = 3, max_size: int = 6) -> st.SearchStrategy[list[float]]:
    """Lists of unequal naps, in claim seconds: multiples of a half from 0.5 to 4, the longest at least twice the shortest.

    ::

        @given(chosen=naps())
        def test_the_longest_nap_counts(program, chosen):
            with assert_duration(approx=max(chosen)):
                program([seconds(nap) for nap in chosen])

    Raises:
        ClaimError: the sizes are no whole numbers, the larger of which is 2, or the wrong way round.
    """
    __tracebackhide__ = True
    _check("naps", min_size=min_size, max_size=max_size)
    if max_size < 2:
        raise ClaimError(f"naps(max_size={max_size}): fewer than two naps are not unequal; write 2 or more.")
    nap = st.integers(1, 8).map(lambda halves: halves / 2)
    return st.lists(nap, min_size=min_size, max_size=max_size).filter(lambda chosen: max(chosen) >= 2 * min(chosen))


def _check(name: str, **bounds: object) -> None:
    __tracebackhide__ = True
    for bound, value in bounds.items():
        if type(value) is not int or value < 1:
            raise ClaimError(f"{name}({bound}={value!r}): write a whole number, 1 or more.")
    (lower, low), (upper, high) = bounds.items()
    if low > high:  # type: ignore[operator]
        raise ClaimError(f"{name}: {lower}={low} is more than {upper}={high}; give both, as in {name}({low}, {low}).")
