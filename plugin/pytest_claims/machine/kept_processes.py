"""Which processes a program keeps for later: a pool that a module, a class or a fixture holds serves the next run as well.

Libraries keep processes like that, too: joblib and loky their workers, aiomultiprocess its manager.
"""

import gc
import sys
from collections.abc import Collection
from types import FrameType, ModuleType
from typing import Any

from pytest_claims.machine.process_tree import all_descendants_of, descendants, kill_processes

#: Names under which modules of the standard library, and copies of them, keep account of all that runs, wanted or not: these
#: hold a process that its program has let go of. Functions of these modules hold them, too, as default values.
_ACCOUNTS = ("_children", "_finalizer_registry", "_active", "_dangling", "_limbo")
#: How many steps there may be from a process to the module that holds it: a module, a class, an object, its pool, a list in it.
_STEPS = 12

#: Those that the runs of the current test have left, and that were kept.
_kept = set[int]()


def end_new_processes(before: Collection[int]) -> None:
    """Kill the descendants that did not exist `before`, but for those that the program keeps."""
    left = descendants() - {*before}
    kept = kept_processes(left)
    _kept.update(kept)
    kill_processes(left - kept)


def end_released_processes() -> None:
    """Kill what was kept and is kept no longer: what a fixture held that has been torn down. The rest is kept for good."""
    if _kept:
        left = _kept & descendants()
        _kept.clear()
        kill_processes(left - kept_processes(left))


def kept_processes(processes: Collection[int]) -> set[int]:
    """Those of `processes` that this process still has in hand, and what they have started.

    It has one in hand if a module or a fixture of pytest leads to its `Popen`, by whatever way: through a pool and a `Process`,
    for example. What only a function knows that is being run is not in hand: that of a thread that waits, for example.
    """
    if not processes:
        return set()
    # What comes into being during the search, such as its own lists, leads nowhere.
    everything = gc.get_objects()
    ways = set(map(id, everything)) - _accounts()
    found = set[int]()
    for process, handles in _handles(processes, everything).items():
        if process not in found and _is_held(handles, ways):
            found |= {process, *all_descendants_of(process)}
    return found & {*processes}


def _handles(processes: Collection[int], everything: list[Any]) -> dict[int, list[Any]]:
    """The objects by which this process knows its children, by their process ids: a `Process` has a `Popen`, too."""
    found: dict[int, list[Any]] = {}
    kinds = dict[type, bool]()
    for it in everything:
        kind = type(it)
        if kind not in kinds:
            kinds[kind] = any(base.__name__ == "Popen" for base in kind.__mro__)
        process = getattr(it, "pid", None) if kinds[kind] else None
        if isinstance(process, int) and process in processes:
            found.setdefault(process, []).append(it)
    return found


def _accounts() -> set[int]:
    """The ids of the lists and tables in which modules keep account of all that runs."""
    # Some that call themselves modules have no namespace, and some are loaded as soon as they are asked for it.
    modules = [it for it in sys.modules.values() if issubclass(type(it), ModuleType)]
    namespaces = [object.__getattribute__(it, "__dict__") for it in modules]
    return {id(names[name]) for names in namespaces for name in _ACCOUNTS if name in names}


def _is_held(handles: list[Any], ways: set[int]) -> bool:
    """Whether a module or a fixture leads to one of `handles`, by nothing but `ways`, which are ids."""
    seen, held = set[int](), handles
    for _ in range(_STEPS):
        seen |= set(map(id, held))
        # A function that has failed is known by its traceback, and `sys` has the one of the last failure.
        holders = [it for it in gc.get_referrers(*held) if not isinstance(it, FrameType)]
        held = [it for it in holders if id(it) in ways and id(it) not in seen]
        if any(map(_keeps, held)):
            return True
        if not held:
            return False
    return False


def _keeps(holder: Any) -> bool:
    """Whether `holder` is the dict of a module, or a fixture of pytest."""
    return type(holder).__name__ == "FixtureDef" or (type(holder) is dict and "__spec__" in holder and "__loader__" in holder)
