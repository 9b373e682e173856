"""What goes wrong other than a sentence being false. All of it ends in one clear message, never in a verdict."""

from functools import wraps

from pytest_claims.model.wording import without_addresses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import ParamSpec, TypeVar

    Arguments = ParamSpec("Arguments")
    Result = TypeVar("Result")


class ClaimError(Exception):
    """A claim, an option or an argument is wrong, and whoever wrote it can mend it. The message says how."""

    def __init__(self, message: str = "") -> None:
        super().__init__(without_addresses(message))


class Broken(Exception):
    """The experiment itself failed: it says nothing about the sentence."""


class Hung(Broken):
    """The test runner's time-out ended a run."""


class Inconclusive(Exception):
    """The machine was too busy, for now, to tell."""


def leaves(error: BaseException) -> "Iterator[BaseException]":
    """The exceptions in a group, such as that of a task group, and in the groups in it; `error` itself where it is none."""
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from leaves(one)
    else:
        yield error


def called_as(usage: str) -> "Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]":
    """Have a function say how it is called where its arguments do not fit, in place of Python's `TypeError`.

    It may be a method, or the ``__init__`` of a class: then the message shows neither `self` nor ``__init__``.

    Args:
        usage: how it is called: ``seconds(3)``.
    """

    def decorate(function: "Callable[Arguments, Result]") -> "Callable[Arguments, Result]":
        owner, _, own_name = function.__qualname__.rpartition("<locals>.")[2].rpartition(".")
        name = owner if own_name == "__init__" else function.__qualname__.rpartition("<locals>.")[2]
        hidden = 1 if owner else 0

        @wraps(function)
        def checked(*args: "Arguments.args", **kwargs: "Arguments.kwargs") -> "Result":
            __tracebackhide__ = True
            try:
                return function(*args, **kwargs)
            except TypeError:
                problem = _misfit(function, args, kwargs)
                if problem is None:
                    raise
            given = ", ".join([*map(repr, args[hidden:]), *(f"{word}={value!r}" for word, value in kwargs.items())])
            raise ClaimError(f"{name}({given}): {problem}. Write {usage}.")

        return checked

    return decorate


def _misfit(function: "Callable[..., object]", args: tuple[object, ...], kwargs: dict[str, object]) -> str | None:
    """Why `function` cannot be called so, in Python's words; None where it can."""
    # To look at a signature takes time, and is needed for few calls.
    from inspect import signature

    try:
        signature(function).bind(*args, **kwargs)
    except TypeError as error:
        # Versions of Python put it a little differently.
        return str(error).replace("keyword-only ", "")
    return None


@called_as("require(len(results) == 9, 'a child did not append')")
def require(condition: object, reason: str) -> None:
    """Guard the set-up of an experiment: unless `condition` is true, the claim is *broken*, neither true nor false.

    Children that crash also leave a list empty; a claim that looks at the list must first require that they ran.

    ::

        shared, tasks_that_ran = program(processes, workers, tasks)
        require(tasks_that_ran == tasks, "a child did not come to its end")
        assert list(shared) == []

    Raises:
        Broken: `condition` is false; `reason` says what was missing.
        ClaimError: `reason` is no text. It may be empty, as what a program printed may be.
    """
    __tracebackhide__ = True
    if not isinstance(reason, str):
        raise ClaimError(f"require(..., {reason!r}): say in a few words what was missing, for whoever reads the verdict.")
    if not condition:
        raise Broken(reason.strip() or "something that was required was missing, and nothing was said of it")
