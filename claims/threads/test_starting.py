"""Thread.start: can a thread that has finished be started again?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.threads import starting
from pytest_claims import claim


@claim(
    "thread.starts-once-only",
    says="A Thread can be started once only: start() on one that has finished raises RuntimeError and runs no target again.",
    source="the documentation of threading (https://docs.python.org/3/library/threading.html)",
    program=starting.the_same_thread,
    contrast=starting.a_new_thread_each_time,
)
@given(times=st.integers(2, 4))
@example(times=2)
def test_a_thread_starts_once_only(program, times):
    """A Thread object stands for one thread of the system, and has let go of its target when that has returned."""
    runs = []
    assert program(lambda: runs.append("run"), times) == ["ran"] + [RuntimeError] * (times - 1)
    assert runs == ["run"]
