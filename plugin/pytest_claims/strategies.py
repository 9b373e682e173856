"""What Hypothesis varies around the notes' own numbers. Small: each example is run several times, with real processes."""

from hypothesis import strategies as st

#: The examples that Hypothesis adds to the explicit ones, for a claim that does not say otherwise.
VERIFY_EXAMPLES = 2
THOROUGH_EXAMPLES = 25


def worker_counts(min_value: int = 2, max_value: int = 5) -> st.SearchStrategy[int]:
    """Numbers of workers: at least two, since with one nothing can overlap."""
    return st.integers(min_value, max_value)


def task_counts(min_value: int = 4, max_value: int = 12) -> st.SearchStrategy[int]:
    """Numbers of tasks to share out among workers."""
    return st.integers(min_value, max_value)


def naps(min_size: int = 3, max_size: int = 6) -> st.SearchStrategy[list[float]]:
    """Lists of unequal naps, in claim seconds: multiples of a half from 0.5 to 4, the longest at least twice the shortest."""
    nap = st.integers(1, 8).map(lambda halves: halves / 2)
    return st.lists(nap, min_size=min_size, max_size=max_size).filter(lambda chosen: max(chosen) >= 2 * min(chosen))
