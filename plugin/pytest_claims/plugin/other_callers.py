"""Tests that are called by other plugins: by pytest-asyncio, anyio, trio or pytest-twisted, or by a hook of a conftest.py."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from typing import Any

import pytest
from pluggy import HookCaller, HookImpl

from pytest_claims.judge.lint import as_written
from pytest_claims.model.errors import ClaimError

#: The function of a test as it is written. Just before the call pytest-trio puts one of its own in the place of it.
_written = pytest.StashKey[Callable[..., Any]]()
#: Plugins that await the tests that are marked for them, by the names of the marks.
_AWAIT = {"anyio": "anyio", "trio": "trio"}
#: Plugins that call no test but those that are marked for them, or are items of a class of their own; and pytest itself.
_NO_OTHERS = {*_AWAIT.values(), "asyncio", "python"}

_NOT_AWAITED = (
    "its test is a coroutine function, and no plugin awaits it: install pytest-asyncio or anyio and mark the test for it, with "
    "@pytest.mark.asyncio or @pytest.mark.anyio; or write a test with def that calls asyncio.run."
)


def note_function_of(item: pytest.Item) -> None:
    """Note the function of `item`, a claim's, when it is collected: a plugin may put another one in its place."""
    if isinstance(item, pytest.Function):
        item.stash[_written] = as_written(item.obj)


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
    marked = any(item.get_closest_marker(mark) and plugins.hasplugin(plugin) for mark, plugin in _AWAIT.items())
    # A wrapper may put a function that awaits in the place of the test. Whether it does is seen when it is called.
    return marked or bool(_others(item))


def others_call(item: pytest.Function) -> bool:
    """Whether there is a plugin that may call any test in place of pytest, such as pytest-twisted or a conftest.py."""
    return not all(hook.wrapper or hook.hookwrapper for hook in _others(item))


def _others(item: pytest.Function) -> list[HookImpl]:
    """The hooks at the call of `item`, but for those of pytest, of this plugin, and plugins that call only what is marked."""
    hooks = item.ihook.pytest_pyfunc_call.get_hookimpls()
    unknown = (hook for hook in hooks if hook.plugin_name not in _NO_OTHERS)
    return [hook for hook in unknown if not hook.function.__module__.startswith("pytest_claims.")]


def why_not_awaited(item: pytest.Function) -> str | None:
    """What is wrong with a test that nobody awaits, or None."""
    return _NOT_AWAITED if is_async(item) and not is_awaited(item) else None


class ByOthers:
    """Calls a test through the plugin that calls it in place of pytest: one that runs coroutines, for example."""

    def __init__(self) -> None:
        #: Whether another plugin is called now: then the hook of this plugin does nothing.
        self.asked = False

    @contextmanager
    def function_of(self, item: pytest.Function) -> Iterator[Callable[..., Any]]:
        """What calls the test of `item`, be it by another plugin, while the block runs."""
        function, written = item.obj, item.stash[_written]
        if not is_given(item):
            if inspect.iscoroutinefunction(function) or others_call(item):
                function = partial(self._with_arguments, item, partial(self._ask, item))
            yield wraps(written)(lambda **arguments: function(**arguments))
            return
        handle = function.hypothesis
        inner = handle.inner_test
        if inspect.iscoroutinefunction(written):
            # Hypothesis calls the test. The plugin wraps what it calls, and may look for the program among the fixtures.
            self._ask(item)
            wrapped = handle.inner_test
            handle.inner_test = wraps(written)(
                lambda **arguments: self._with_arguments(item, partial(wrapped, **arguments), **arguments)
            )
        try:
            yield function
        finally:
            handle.inner_test = inner

    def _with_arguments(self, item: pytest.Function, call: Callable[[], object], /, **arguments: Any) -> None:
        before = item.funcargs
        item.funcargs = {**before, **arguments}
        try:
            call()
        finally:
            item.funcargs = before

    def _ask(self, item: pytest.Function) -> None:
        """Have the plugin do what it does with `item`: call its test, or wrap the inner test of Hypothesis."""
        self.asked = True
        try:
            _without_that_of_pytest(item)(pyfuncitem=item)
        finally:
            self.asked = False

    def instead_of_pytest(self, item: pytest.Function) -> bool | None:
        """What is done with `item` in place of pytest's own hook, if no other plugin has called its test.

        Raises:
            ClaimError: the test is a coroutine function.
        """
        if not self.asked:
            return None
        # Hypothesis calls it, now that its inner test has been wrapped.
        if is_given(item):
            return True
        if inspect.iscoroutinefunction(item.obj):
            raise ClaimError(_NOT_AWAITED)
        item.obj(**{name: item.funcargs[name] for name in item._fixtureinfo.argnames})
        return True


def _without_that_of_pytest(item: pytest.Function) -> HookCaller:
    """The hooks that call the test of `item`, but for that of pytest: ours stands in for it, and is the last of them."""
    plugins = item.config.pluginmanager
    here = [hook.plugin for hook in item.ihook.pytest_pyfunc_call.get_hookimpls() if hook.plugin_name != "python"]
    every = [hook.plugin for hook in item.config.hook.pytest_pyfunc_call.get_hookimpls()]
    return plugins.subset_hook_caller("pytest_pyfunc_call", [plugin for plugin in every if plugin not in here])
