"""Work for a CPU. It travels to the children that do it, so this module needs nothing."""


class Spin:
    """A fixed amount of CPU work in pure Python bytecode: callable, and picklable to any process. Made by `spin`."""

    __slots__ = ("rounds",)

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds

    def __reduce__(self) -> "tuple[type[Spin], tuple[int]]":
        return Spin, (self.rounds,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spin) and other.rounds == self.rounds

    def __hash__(self) -> int:
        return hash(self.rounds)

    def __repr__(self) -> str:
        return f"Spin(rounds={self.rounds})"

    def __call__(self, *_: object) -> int:
        """Do the work. Arguments are ignored, so that it can stand where a task with arguments is expected."""
        total = 0
        for number in range(self.rounds):
            total = (total + number * number) % 1_000_003
        return total
