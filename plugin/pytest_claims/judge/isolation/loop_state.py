"""Which event loop and policy asyncio would use in this thread, read without making either."""

import sys
from typing import Any, NamedTuple


class LoopState(NamedTuple):
    """What asyncio has of its own for the process, and for this thread."""

    policy: Any = None
    #: The current event loop of this thread, which need not run.
    loop: Any = None
    #: Whether there ever was one: until then `asyncio.get_event_loop` makes one, up to Python 3.13.
    was_set: bool = False


def read() -> LoopState:
    """The state now. Asking asyncio itself would make a policy and a loop, and warns from Python 3.14 on."""
    policy = getattr(sys.modules.get("asyncio.events"), "_event_loop_policy", None)
    local = getattr(policy, "_local", None)
    return LoopState(policy, getattr(local, "_loop", None), getattr(local, "_set_called", False))


def put_back(before: LoopState) -> None:
    """Make it as it was; a policy that was not there takes its loops along."""
    import asyncio

    if read().policy is not before.policy:
        asyncio.set_event_loop_policy(before.policy)
    if read().loop is not before.loop:
        asyncio.set_event_loop(before.loop)
    local: Any = getattr(before.policy, "_local", None)
    if hasattr(local, "_set_called"):
        local._set_called = before.was_set


def said(now: LoopState, before: LoopState) -> str:
    """What a program left, in words; nothing where it did no more than to use asyncio."""
    texts = []
    if before.policy is not now.policy and not _is_default(now.policy, before.policy):
        texts.append(f"a policy that is a {type(now.policy).__name__}")
    if now.loop is not before.loop and now.loop is not None:
        texts.append(f"{'a closed loop' if now.loop.is_closed() else 'a loop that is not closed'} as that of this thread")
    if now.loop is None and before.loop is not None:
        texts.append("none in this thread")
    return f"{' and '.join(texts)}, put back" if texts else ""


def _is_default(policy: Any, before: Any) -> bool:
    """Whether asyncio made the policy when it was first asked for one."""
    return before is None and type(policy).__module__.startswith("asyncio.")
