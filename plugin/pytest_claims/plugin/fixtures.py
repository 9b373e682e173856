"""The fixtures of a claim's test. Those of function scope are made anew for each run: a run may change them."""

from typing import Any

import pytest
from _pytest.fixtures import FixtureDef
from _pytest.tmpdir import tmppath_result_key

#: Fixtures in which others run the test, such as the event loop of pytest-asyncio, stay while it runs.
_OF_RUNNERS = ("pytest_asyncio", "anyio")


class Fixtures:
    """What a claim's test takes besides its program and its examples."""

    def __init__(self, item: pytest.Function) -> None:
        self._item = item
        #: By name; the dictionary stays the same, what is in it may change.
        self.values: dict[str, Any] = self._taken()

    def renew(self) -> None:
        """Tear down the fixtures of function scope and set them up again, as between two tests."""
        item = self._item
        active = [fixture for fixture in item._request._fixture_defs.values() if _is_of_a_run(fixture)]
        if not active:
            return
        for fixture in reversed(active):
            # tmp_path takes this away at its end, and looks for it again at the next.
            item.stash.setdefault(tmppath_result_key, {})
            fixture.finish(item._request)
        item._initrequest()
        item._request._fillfixtures()
        self.values |= self._taken()

    def _taken(self) -> dict[str, Any]:
        # Which program it is the trial decides.
        return {name: self._item.funcargs[name] for name in self._item._fixtureinfo.argnames if name != "program"}


def _is_of_a_run(fixture: FixtureDef[Any]) -> bool:
    # What stands for the request itself has neither a function of its own nor anything to tear down.
    module = getattr(fixture.func, "__module__", "") or ""
    return fixture.scope == "function" and fixture.argname != "request" and not module.startswith(_OF_RUNNERS)
