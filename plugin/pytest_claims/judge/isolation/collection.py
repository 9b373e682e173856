"""What a program leaves to the garbage collector, collected while it is still the program's own matter."""

import gc
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from pytest_claims.model.where_raised import where_raised
from pytest_claims.model.wording import without_addresses


def can_set_aside() -> bool:
    """Whether objects can be put out of the collector's sight here, by `gc.freeze`.

    PyPy has no way to do so. The free-threaded build of CPython 3.13.0 has one and crashes afterwards: its collector counted
    the references from frozen objects (gh-126312, mended in 3.13.1). That is a matter of the build: to switch the GIL on in it
    does not help.
    """
    return hasattr(gc, "freeze") and ("free-threading" not in sys.version or sys.version_info >= (3, 13, 1))


@contextmanager
def own_garbage() -> Iterator[list[str]]:
    """Collect at the end of the block what became garbage in it, and yield what finalizers raise until then.

    What a finalizer raises, such as that of a pool which nobody closed, nobody can catch. pytest holds it against the test that
    happens to run when the garbage is collected, which may be that of another claim; Python on its own would go on.

    What was there before is out of the collector's sight meanwhile: to look through all of pytest and Hypothesis would hold up
    the program for 40 ms now and then, and a forked child would have to copy it. Where it cannot be put there, what became
    garbage is left for later.
    """
    ignored: list[str] = []
    hook, sys.unraisablehook = sys.unraisablehook, lambda unraisable: ignored.append(_said(unraisable.exc_value))
    set_aside = can_set_aside()
    try:
        if set_aside:
            gc.freeze()
        yield ignored
    finally:
        if set_aside:
            gc.collect()
            gc.unfreeze()
        sys.unraisablehook = hook


def _said(error: BaseException | None) -> str:
    if error is None:
        return ""
    return without_addresses(traceback.format_exception_only(error)[-1].strip()) + where_raised(error)
