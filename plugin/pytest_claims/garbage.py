"""What a program leaves to the garbage collector, collected while it is still the program's own matter."""

import gc
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from pytest_claims.frames import where_raised
from pytest_claims.wording import without_addresses


@contextmanager
def own_garbage() -> Iterator[list[str]]:
    """Collect at the end of the block what became garbage in it, and yield what finalizers raise until then.

    What a finalizer raises, such as that of a pool which nobody closed, nobody can catch. pytest holds it against the test that
    happens to run when the garbage is collected, which may be that of another claim; Python on its own would go on.

    What was there before is out of the collector's sight meanwhile: to look through all of pytest and Hypothesis would hold up
    the program for 40 ms now and then, and a forked child would have to copy it. PyPy has no way to do so, and no such child.
    """
    ignored: list[str] = []
    hook, sys.unraisablehook = sys.unraisablehook, lambda unraisable: ignored.append(_said(unraisable.exc_value))
    can_set_aside = hasattr(gc, "freeze")
    try:
        if can_set_aside:
            gc.freeze()
        yield ignored
    finally:
        if can_set_aside:
            gc.collect()
            gc.unfreeze()
        sys.unraisablehook = hook


def _said(error: BaseException | None) -> str:
    if error is None:
        return ""
    return without_addresses(traceback.format_exception_only(error)[-1].strip()) + where_raised(error)
