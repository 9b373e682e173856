"""The processes that multiprocessing starts for itself: its fork server and its resource tracker.

A program that is preparing to be judged imports this: hence nothing is imported here.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final, Literal

    Helper = Literal["forkserver", "resource_tracker"]

_HELPERS: "Final[tuple[Helper, ...]]" = ("forkserver", "resource_tracker")


def helper_run_by(command: "Sequence[str]") -> "Helper | None":
    """Which helper an interpreter runs, told from the words of its command line; None where it is none.

    >>> helper_run_by(["python", "-c", "from multiprocessing.resource_tracker import main;main(5)"])
    'resource_tracker'
    >>> helper_run_by(["python", "-c", "from multiprocessing import resource_tracker"])
    """
    # multiprocessing writes its program in one line. The fork server's begins with another import since CPython 3.14.4.
    if "-c" in command[:-1]:
        program = command[command.index("-c") + 1]
        for helper in _HELPERS:
            if f"from multiprocessing.{helper} import main;" in program and "\n" not in program:
                return helper
    return None
