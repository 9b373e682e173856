"""Which xdist worker gets which test. Imported only where xdist distributes tests, since it need not be installed."""

from collections.abc import Mapping
from typing import Any

import pytest
from xdist.scheduler import LoadScheduling  # type: ignore[import-untyped]

from pytest_claims.plugin.run_order import next_test

#: Tests that a worker holds: it fetches the next one before it runs the current one.
QUEUED = 2


class AloneFirst(LoadScheduling):  # type: ignore[misc]
    """xdist's load scheduling, but for what a worker is given: nobody holds anything while tests that run alone are under way.

    One worker runs those, one after another. Then all are given tests one by one, in the order in which they were collected.
    """

    collection: list[str] | None

    def __init__(self, config: pytest.Config, log: Any, seconds: Mapping[str, float]) -> None:
        super().__init__(config, log)
        self._known = seconds
        self._seconds: list[float] = []
        # Tests that run alone and have not ended; None until the first test tells which they are: only workers collect.
        self._alone: set[int] | None = None

    def tell_alone(self, indices: list[int]) -> None:
        """Learn which tests run alone, once they are known."""
        if self._alone is None:
            self._alone = set(indices)
            self._serve()

    def schedule(self) -> None:
        if self.collection is None:
            if not self._check_nodes_have_same_collection():
                return
            self.collection = next(iter(self.node2collection.values()))
            self.pending[:] = range(len(self.collection))
            # A test that has never run here is taken for an average one.
            average = sum(self._known.values()) / len(self._known) if self._known else 1.0
            self._seconds = [self._known.get(id, average) for id in self.collection]
        self._serve()

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        self._end(item_index)
        super().mark_test_complete(node, item_index, duration)

    def remove_node(self, node: Any) -> str | None:
        for index in self.node2pending[node][:1]:
            self._end(index)
        crashed: str | None = super().remove_node(node)
        return crashed

    def check_schedule(self, node: Any, duration: float = 0) -> None:
        self._serve()  # what ends on one worker may be what the others wait for

    def _end(self, index: int) -> None:
        # A test that ends without having told who runs alone leaves that to the lock.
        self._alone = (self._alone or set()) - {index}

    def _serve(self) -> None:
        nodes = [node for node in self.nodes if not node.shutting_down]
        self.pending.sort()  # what comes back from a worker that died takes its turn
        if self._alone is None or self._alone:
            # The one that is at it goes on; if it died, another one takes over.
            nodes.sort(key=lambda node: not self.node2pending[node])
            for node in nodes[:1]:
                while self.pending and len(self.node2pending[node]) < QUEUED:
                    self._give(node, next((at for at, index in enumerate(self.pending) if index in (self._alone or ())), 0))
        else:
            for queued in range(QUEUED):
                for node in nodes:
                    if self.pending and len(self.node2pending[node]) == queued:
                        self._give(node, self._next(node, nodes) if queued else 0)
        if not self.pending:
            for node in nodes:
                node.shutdown()

    def _next(self, node: Any, nodes: list[Any]) -> int:
        others = [self._free(other) for other in nodes if other is not node]
        found = next_test(self._free(node), others, (self._seconds[index] for index in self.pending))
        return len(self.pending) - 1 if found is None else found

    def _free(self, node: Any) -> float:
        """Seconds until a worker has run all that it holds, at most: it may be in the middle of the first."""
        return sum((self._seconds[index] for index in self.node2pending[node]), start=0.0)

    def _give(self, node: Any, at: int) -> None:
        index = self.pending.pop(at)
        self.node2pending[node].append(index)
        node.send_runtest_some([index])
