"""What has to be arranged with other plugins of pytest."""

import pytest

from pytest_claims.machine.runner_threads import note_threads_of_plugins
from pytest_claims.plugin.items import claim_in


def note_their_threads(config: pytest.Config) -> None:
    """Installed plugins may have threads of their own, as pytest-rerunfailures has: no call of a test waits for these."""
    installed = (plugin for plugin, _ in config.pluginmanager.list_plugin_distinfo())
    note_threads_of_plugins({getattr(plugin, "__name__", "") for plugin in installed})


def run_in_one_thread(config: pytest.Config) -> None:
    """pytest-run-parallel calls each test in several threads at a time, but for those that it knows to be unsafe."""
    if config.pluginmanager.hasplugin("run-parallel"):
        config.addinivalue_line("thread_unsafe_functions", "pytest_claims.*")
        config.pluginmanager.register(_OneThread(), "pytest-claims-one-thread")


class _OneThread:
    """Claims are called once, in one thread: a trial has runs of its own, and measures what the whole process does."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_itemcollected(self, item: pytest.Item) -> None:
        if claim_in(item) is not None:
            item.add_marker(pytest.mark.thread_unsafe(reason="judges a claim, by runs one after another"), append=False)
            item.add_marker(pytest.mark.iterations(1), append=False)
