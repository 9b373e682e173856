"""An instance of a class as the argument of a pool's task: does it reach the worker?"""

from claims.processes import programs
from pytest_claims import claim, everywhere, platform


@claim(
    "pool.instance-argument-fails",
    says="On Linux an instance of a class cannot be passed to a child process as an argument.",
    source="notes 1.1",
    needs=platform == "linux",
    refuted_where=everywhere,
    truth="pool.instance-argument-travels",
    program=programs.an_instance,
    contrast=programs.an_instance_with_a_lock,
)
def test_an_instance_cannot_be_an_argument_on_linux(program, processes):
    """Pickling decides, not the platform: an instance travels unless one of its attributes, a lock for one, cannot."""
    outcome = program(processes, total=40, amount=2)
    assert isinstance(outcome, Exception), f"it arrived, and the worker answered {outcome!r}"


@claim(
    "pool.instance-argument-travels",
    says="An instance whose attributes can be pickled reaches a pool's worker, as an argument and with its bound method.",
    source="correction of notes 1.1",
    program=programs.an_instance_then_a_bound_method,
    contrast=programs.the_same_with_a_lock,
)
def test_an_instance_reaches_the_worker(program, processes):
    """Its class is pickled by name and its attributes by value; a bound method is pickled as its instance and a name."""
    assert program(processes, total=40, amount=2) == [42, 42]
