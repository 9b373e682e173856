"""What was raised and where, in words: in the user's files, not in those of this plugin and of other tools of the test."""

import sys
import traceback
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from types import TracebackType

#: Packages whose frames tell nothing about a program under test, beside this one.
_TOOLS = ("hypothesis", "_pytest", "pluggy")


def in_words(error: BaseException) -> str:
    """What was raised, what it says, and where: ``OSError: no such file (shop.py, line 3)``. Of a group, all that are in it."""
    if isinstance(error, BaseExceptionGroup):
        return f"{type(error).__name__} of {' and '.join(map(in_words, error.exceptions))}"
    said = str(error)
    return f"{type(error).__name__}{': ' + said if said else ''}{where_raised(error)}"


def where_raised(error: BaseException) -> str:
    """The file and line that raised `error`, in parentheses after a space; nothing where that is not known."""
    frames = _of_users(traceback.extract_tb(error.__traceback__))
    return f" ({_place(frames[-1])})" if frames else ""


def call_path(error: BaseException, ends_before: str, longest: int = 6) -> str:
    """The calls that led to `error`, up to the file whose name begins with `ends_before`: the innermost `longest` of them."""
    frames = takewhile(
        lambda frame: not Path(frame.filename).name.startswith(ends_before), traceback.extract_tb(error.__traceback__)
    )
    return " > ".join(f"{frame.name} ({_place(frame)})" for frame in _of_users(frames)[-longest:])


def without_tools(error: Exception) -> Exception:
    """`error`, with no frames in its tracebacks, and in those of what it was raised from, but those of the user's files."""
    folders, seen = list(_folders()), list[BaseException]()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or one in seen:
            continue
        seen.append(one)
        waiting += [one.__cause__, one.__context__]
        kept: TracebackType | None = None
        for step in reversed(list(_steps(one.__traceback__))):
            if not _is_in(folders, step.tb_frame.f_code.co_filename):
                kept = TracebackType(kept, step.tb_frame, step.tb_lasti, step.tb_lineno)
        one.__traceback__ = kept
    return error


def _steps(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _of_users(frames: Iterable[traceback.FrameSummary]) -> list[traceback.FrameSummary]:
    folders = list(_folders())
    return [frame for frame in frames if not _is_in(folders, frame.filename)]


def _folders() -> Iterator[Path]:
    yield Path(__file__).parents[1]
    for name in _TOOLS:
        file = getattr(sys.modules.get(name), "__file__", None)
        if file is not None:
            yield Path(file).parent


def _is_in(folders: list[Path], file: str) -> bool:
    return any(folder in Path(file).parents for folder in folders)


def _place(frame: traceback.FrameSummary) -> str:
    return f"{Path(frame.filename).name}, line {frame.lineno}"
