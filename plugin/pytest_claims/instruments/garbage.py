"""Garbage collected on demand. Programs under test and their children import this, so it imports next to nothing."""

import gc

#: More rounds, at most: what a finalizer lets go of is garbage only then, and PyPy calls finalizers after a collection.
_MORE = 3


def collect_garbage() -> None:
    """Collect what is garbage by now, with what its finalizers let go of, on CPython and on PyPy.

    Where finalizers run, they have run when this returns: tasks say that they were destroyed, files are closed. What is still
    in a variable, or in the traceback of an exception that is, is no garbage. Inside a claim only what was made in this run of
    its test is looked at, which takes no time.

    Example::

        def forgets_its_task():
            asyncio.run(start_a_task_and_return())
            collect_garbage()
    """
    gc.collect()
    for _ in range(_MORE):
        # PyPy does not say how much there was, and nobody counts what a finalizer brought back to life: hence one round more.
        if gc.collect() == 0:
            break
