"""Where an exception was raised, in words."""

import traceback
from itertools import takewhile
from pathlib import Path


def where_raised(error: BaseException) -> str:
    """The file and line that raised `error`, in parentheses after a space; nothing where that is not known."""
    frames = traceback.extract_tb(error.__traceback__)
    return f" ({_place(frames[-1])})" if frames else ""


def way_to(error: BaseException, ends_before: str, longest: int = 6) -> str:
    """The calls that led to `error`, up to the file whose name begins with `ends_before`: the innermost `longest` of them."""
    frames = takewhile(
        lambda frame: not Path(frame.filename).name.startswith(ends_before), traceback.extract_tb(error.__traceback__)
    )
    return " > ".join(f"{frame.name} ({_place(frame)})" for frame in list(frames)[-longest:])


def _place(frame: traceback.FrameSummary) -> str:
    return f"{Path(frame.filename).name}, line {frame.lineno}"
