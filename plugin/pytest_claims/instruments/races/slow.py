"""Objects that are slow on purpose, so that a race has time to happen. They travel to children: this module needs little."""

from pytest_claims.machine.originals import sleep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class SlowToAdd:
    """A number that takes its time to be added, which holds an update open between its read and its write.

    ``total += SlowToAdd(1)`` reads `total`, sleeps, and writes the sum, an ordinary number. Where two threads or processes do
    that at the same moment, one of the two updates is lost; under a lock none is. ``-=`` works as well, and the value of a
    `multiprocessing.Value`, an attribute or an item of a dict may stand for `total`::

        def two_threads_add(one, rounds):
            total = 0

            def add():
                nonlocal total
                for _ in range(rounds):
                    total += one

            ...  # start two threads, and join them
            return 2 * rounds - total

        assert_sometimes(two_threads_add, SlowToAdd(1))
        assert_never(two_threads_add, 1)

    Args:
        number: what is added in the end.
        nap: for how many real seconds an addition sleeps.

    Raises:
        ClaimError: `nap` is no finite number of seconds that is not negative.
    """

    __slots__ = ("nap", "number")

    def __init__(self, number: float = 1, nap: float = 0.001) -> None:
        self.number = number
        self.nap = _checked("SlowToAdd", nap)

    def __reduce__(self) -> "tuple[type[SlowToAdd], tuple[float, float]]":
        return SlowToAdd, (self.number, self.nap)

    def __repr__(self) -> str:
        return f"SlowToAdd({self.number!r}, nap={self.nap!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SlowToAdd) and (other.number, other.nap) == (self.number, self.nap)

    def __hash__(self) -> int:
        return hash((self.number, self.nap))

    # The other operand has been read when these are called, and what they return is written after they do.
    def __radd__(self, total: "Any") -> "Any":
        sleep(self.nap)
        return total + self.number

    def __rsub__(self, total: "Any") -> "Any":
        sleep(self.nap)
        return total - self.number


class SlowToPickle:
    """An object that takes its time to be pickled, and holds `value`.

    What is put on a multiprocessing queue is pickled by a thread of its own, after put has returned: until that is done the
    queue is empty, and what changes in the item meanwhile travels along::

        def is_empty_after_a_put(processes, item):
            queue = processes.Queue()
            queue.put(item)
            return queue.empty()

        assert_sometimes(each(is_empty_after_a_put), processes, SlowToPickle())

    Args:
        value: anything that can be pickled.
        nap: for how many real seconds pickling it sleeps.

    Raises:
        ClaimError: `nap` is no finite number of seconds that is not negative.
    """

    __slots__ = ("nap", "value")

    def __init__(self, value: object = None, nap: float = 0.05) -> None:
        self.value = value
        self.nap = _checked("SlowToPickle", nap)

    def __reduce__(self) -> "tuple[type[SlowToPickle], tuple[object, float]]":
        sleep(self.nap)
        return SlowToPickle, (self.value, self.nap)

    def __repr__(self) -> str:
        return f"SlowToPickle({self.value!r}, nap={self.nap!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SlowToPickle) and (other.value, other.nap) == (self.value, self.nap)

    def __hash__(self) -> int:
        return hash((self.value, self.nap))


def _checked(name: str, nap: float) -> float:
    if isinstance(nap, bool) or not isinstance(nap, (int, float)) or not 0 <= nap < float("inf"):
        from pytest_claims.model.errors import ClaimError

        raise ClaimError(f"{name}(nap={nap!r}): write a finite number of real seconds that is not negative.")
    return nap
