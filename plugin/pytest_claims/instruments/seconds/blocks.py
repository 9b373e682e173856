"""Assertions on a block. One that is written without ``with`` measures nothing, and would pass whatever the program does.

So each is noted when it is made, until its block begins. What is still noted at the end of a test is an error.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, ParamSpec, TypeVar

from pytest_claims.model.errors import ClaimError
from pytest_claims.model.own_files import is_plugin

Arguments = ParamSpec("Arguments")
Yielded = TypeVar("Yielded")

#: The assertions whose block has not begun: the name, the file and the line of each. They are kept alive, since Python uses the
#: id of an object again once it is gone.
_without_block: dict[object, tuple[str, str, int]] = {}


def expect_block(assertion: object, name: str) -> None:
    """Note that `assertion`, which the function `name` made, needs a block."""
    frame = sys._getframe(1)
    # The first caller outside of this package wrote it.
    while frame.f_back is not None and is_plugin(frame.f_code.co_filename):
        frame = frame.f_back
    _without_block[assertion] = (name, frame.f_code.co_filename, frame.f_lineno)


def begin_block(assertion: object) -> None:
    """Note that the block of `assertion` begins, or that it decorates a function."""
    _without_block.pop(assertion, None)


def forget_blocks() -> None:
    """Forget what was made before a test begins: it may be for a later one."""
    _without_block.clear()


def missing_block() -> str | None:
    """What is wrong with an assertion that was made and had no block; None where each had one."""
    if not _without_block:
        return None
    name, file, line = next(iter(_without_block.values()))
    _without_block.clear()
    return (
        f"{name}(...) in {Path(file).name}, line {line}, measured nothing: it needs a block. Write `with {name}(...):` and put "
        "what it measures below it, indented."
    )


class BlockAssertion(Generic[Yielded]):
    """An assertion on a block, made from a generator function by `block_assertion`: for ``with``, or as a decorator."""

    def __init__(self, manager: Any, name: str) -> None:
        self._manager = manager
        expect_block(self, name)

    def __enter__(self) -> Yielded:
        __tracebackhide__ = True
        begin_block(self)
        value: Yielded = self._manager.__enter__()
        return value

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        __tracebackhide__ = True
        suppressed: bool | None = self._manager.__exit__(kind, error, trace)
        return suppressed

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Decorate a function: each of its calls is a block."""
        __tracebackhide__ = True
        begin_block(self)
        if not callable(function):
            raise ClaimError(f"{function!r} is no function: such an assertion stands in a with statement, or above a function.")
        decorated: Callable[..., Any] = self._manager(function)
        return decorated


def block_assertion(
    function: Callable[Arguments, Iterator[Yielded]],
) -> Callable[Arguments, BlockAssertion[Yielded]]:
    """Make an assertion on a block out of a generator function, as `contextlib.contextmanager` makes a context manager."""
    make = contextmanager(function)

    @wraps(function)
    def assertion(*args: Arguments.args, **kwargs: Arguments.kwargs) -> BlockAssertion[Yielded]:
        __tracebackhide__ = True
        return BlockAssertion(make(*args, **kwargs), function.__name__)

    return assertion
