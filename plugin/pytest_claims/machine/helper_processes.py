"""The processes that multiprocessing starts for itself, and libraries made after it: a fork server and a resource tracker.

A program that is preparing to be judged imports this: hence nothing is imported here.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final, Literal

    Helper = Literal["forkserver", "resource_tracker"]

#: By the module that it runs. billiard has the name that the tracker had until CPython 3.8.
_HELPERS: "Final[dict[str, Helper]]" = {
    "forkserver": "forkserver",
    "resource_tracker": "resource_tracker",
    "semaphore_tracker": "resource_tracker",
}


def helper_run_by(command: "Sequence[str]") -> "Helper | None":
    """Which helper an interpreter runs, told from the words of its command line; None where it is none.

    >>> helper_run_by(["python", "-c", "from multiprocessing.resource_tracker import main;main(5)"])
    'resource_tracker'
    >>> helper_run_by(["python", "-c", "from loky.backend.resource_tracker import main; main(5, False)"])
    'resource_tracker'
    >>> helper_run_by(["python", "-c", "from multiprocessing import resource_tracker"])
    """
    # multiprocessing writes its program in one line. The fork server's begins with another import since CPython 3.14.4.
    if "-c" in command[:-1]:
        program = command[command.index("-c") + 1]
        for name, helper in _HELPERS.items():
            package, found, _ = program.partition(f".{name} import main;")
            if found and package.rpartition("from ")[2].replace(".", "").isidentifier() and "\n" not in program:
                return helper
    return None
