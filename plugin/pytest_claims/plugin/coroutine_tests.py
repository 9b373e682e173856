"""Tests that are coroutine functions, and the plugins that run them: pytest-asyncio, anyio, trio."""

import inspect
from typing import Any

import pytest

from pytest_claims.judge.lint import as_written

#: Plugins that await the tests that are marked for them, by the names of the marks.
_AWAIT = {"anyio": "anyio", "trio": "trio"}


def is_given(item: pytest.Function) -> bool:
    """Whether Hypothesis calls the test's function."""
    return getattr(item.obj, "hypothesis", None) is not None


def is_async(item: pytest.Function) -> bool:
    """Whether the test, as it is written, is a coroutine function."""
    return inspect.iscoroutinefunction(as_written(item.obj))


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


class CoroutineCaller:
    """Calls a test that is a coroutine function through the plugin that runs such tests."""

    def __init__(self) -> None:
        #: Whether another plugin is called now: then the hook of this plugin does nothing.
        self.asked = False

    def call(self, item: pytest.Function, arguments: dict[str, Any]) -> None:
        """Call the coroutine function of `item` with `arguments`."""
        before = item.funcargs
        item.funcargs = {**before, **arguments}
        try:
            self.ask(item)
        finally:
            item.funcargs = before

    def ask(self, item: pytest.Function) -> None:
        """Have the plugin do what it does with `item`: call its test, or wrap the inner test of Hypothesis."""
        self.asked = True
        try:
            item.ihook.pytest_pyfunc_call(pyfuncitem=item)
        finally:
            self.asked = False
