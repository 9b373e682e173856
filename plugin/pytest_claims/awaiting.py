"""Tests that are coroutine functions: somebody has to await them."""

import inspect
from typing import Any

import pytest

#: Plugins that await the tests that are marked for them, by the names of the marks.
_AWAIT = {"anyio": "anyio", "trio": "trio"}


def is_given(item: pytest.Function) -> bool:
    """Whether Hypothesis calls the test's function."""
    return getattr(item.obj, "hypothesis", None) is not None


def is_async(item: pytest.Function) -> bool:
    """Whether the test, as it is written, is a coroutine function."""
    handle = getattr(item.obj, "hypothesis", None)
    return inspect.iscoroutinefunction(inspect.unwrap(item.obj if handle is None else handle.inner_test))


def is_awaited(item: pytest.Function) -> bool:
    """Whether a plugin awaits the test, which is a coroutine function."""
    # pytest-asyncio collects its tests as items of a class of its own.
    if type(item) is not pytest.Function:
        return True
    plugins = item.config.pluginmanager
    return any(item.get_closest_marker(mark) and plugins.hasplugin(plugin) for mark, plugin in _AWAIT.items())


def why_not_awaited(item: pytest.Function) -> str | None:
    """What is wrong with a test that nobody awaits, or None."""
    if not is_async(item) or is_awaited(item):
        return None
    return (
        "its test is a coroutine function, and no plugin awaits it: install pytest-asyncio or anyio and mark the test for it, "
        "with @pytest.mark.asyncio or @pytest.mark.anyio; or write a test with def that calls asyncio.run."
    )


class Awaiting:
    """Has the plugin that awaits a test call it, as it would call the whole test."""

    def __init__(self) -> None:
        self._asked = False

    @property
    def asked(self) -> bool:
        """Whether another plugin is being asked now, so that we leave the call to it."""
        return self._asked

    def call(self, item: pytest.Function, arguments: dict[str, Any]) -> None:
        """Call the coroutine function of `item` with `arguments`."""
        before = item.funcargs
        item.funcargs = {**before, **arguments}
        try:
            self._ask(item)
        finally:
            item.funcargs = before

    def prepare(self, item: pytest.Function) -> None:
        """Have the plugin wrap the inner test of Hypothesis, which is a coroutine function."""
        self._ask(item)

    def _ask(self, item: pytest.Function) -> None:
        self._asked = True
        try:
            item.ihook.pytest_pyfunc_call(pyfuncitem=item)
        finally:
            self._asked = False
