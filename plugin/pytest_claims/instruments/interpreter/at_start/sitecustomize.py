"""Imported by an interpreter that `fresh_interpreter` starts, and by those that it starts, before their program begins."""

import json
import os
import signal
import sys
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _prepare(wanted: "dict[str, Any]") -> None:
    # What is done to the process is inherited; what is asked of the program concerns the first of them.
    if wanted["one_cpu"]:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if wanted["sigint"]:
        # A shell starts what runs in the background with this signal ignored, and so do some machines that run tests.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if wanted["starts"]:
        _count_starts(*wanted["starts"])
    if wanted["answer"] is not None and os.getsid(0) == os.getpid():
        from pytest_claims.instruments.hangs.stacks import write_stacks_on_signal

        write_stacks_on_signal(wanted["answer"])
        os.write(wanted["answer"], b"\n")


def _count_starts(path: str, most: int) -> None:
    """Count this process, and those that are forked from it, and stop all of them where they are more than `most`."""

    def count() -> None:
        # A byte for each process, in a file that all of them append to: the size tells how many there are.
        handle = os.open(path, os.O_WRONLY | os.O_APPEND)
        try:
            os.write(handle, b".")
            if os.fstat(handle).st_size <= most:
                return
        finally:
            os.close(handle)
        if hasattr(os, "getsid"):
            from pytest_claims.machine.process_tree import kill_group

            kill_group(os.getsid(0))
        os._exit(1)

    from pytest_claims.machine.helper_processes import helper_run_by

    # Helpers of multiprocessing are interpreters, too, but nobody's program.
    is_first = hasattr(os, "getsid") and os.getsid(0) == os.getpid()
    if not is_first and not helper_run_by(sys.orig_argv):
        count()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=count)


def _import_the_next() -> None:
    """Import the ``sitecustomize`` that would have been found in our place, if there is one."""
    ours, folder = sys.modules.pop(__name__), os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path) != folder]
    try:
        import_module(__name__)
    except ImportError as error:
        if error.name != __name__:
            raise
        sys.modules[__name__] = ours


_prepare(json.loads(os.environ["PYTEST_CLAIMS_AT_START"]))
_import_the_next()
