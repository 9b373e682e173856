"""Which xdist worker gets which test: the real scheduler, and workers in virtual time that fetch as those of xdist do."""

from collections import deque
from heapq import heappop, heappush
from itertools import count
from random import Random
from statistics import mean
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_claims.plugin import xdist_scheduler
from pytest_claims.plugin.xdist_scheduler import AloneFirst

#: Examples of each property: virtual time costs nothing.
MANY = 60


class Worker:
    """Runs the test that it has fetched once it has fetched the next one, or knows that none will come."""

    def __init__(self, name):
        self.gateway = SimpleNamespace(id=name)
        self.queue = deque()
        self.running = None
        self.shutting_down = False
        self.ended = False

    def send_runtest_some(self, indices):
        assert not self.shutting_down
        self.queue.extend(indices)

    def shutdown(self):
        self.shutting_down = True


class Machine:
    """Virtual time in which workers run tests of known lengths."""

    def __init__(self, seconds, alone, workers, *, known=None, dying=(), told=True):
        self.seconds, self.alone, self.dying, self.told = seconds, sorted(alone), set(dying), told
        self.now = 0.0
        self.spans = []  # (begin, end, worker, index)
        self.crashed = []
        self._events, self._tie = [], count()
        self._ids = [f"test_{index}" for index in range(len(seconds))]
        config = SimpleNamespace(
            getvalue=lambda name: {"tx": ["popen"] * workers}[name], getoption=lambda name: None, hook=SimpleNamespace()
        )
        expected = seconds if known is None else known
        self.scheduler = AloneFirst(config, None, dict(zip(self._ids, expected, strict=False)))
        self.workers = [Worker(f"gw{number}") for number in range(workers)]
        for worker in self.workers:
            self.scheduler.add_node(worker)
        for worker in self.workers:
            self.scheduler.add_node_collection(worker, self._ids)

    def run(self):
        """Run all tests and return when the last one ended."""
        self.scheduler.schedule()
        self._begin()
        while self._events:
            self.now, _, worker, index = heappop(self._events)
            self._end(worker, index)
            if self.scheduler.tests_finished:
                for each in self.scheduler.nodes:
                    each.shutdown()
            self._begin()
        assert not self.scheduler.has_pending, "workers wait for ever"
        return max((end for _, end, _, _ in self.spans), default=0.0)

    def _begin(self):
        for worker in self.workers:
            if worker.ended or worker.running is not None or len(worker.queue) + worker.shutting_down < 2:
                continue
            if not worker.queue:
                worker.ended = True
                self.scheduler.remove_node(worker)
                continue
            worker.running = worker.queue.popleft()
            end = self.now + self.seconds[worker.running]
            self.spans.append((self.now, end, worker.gateway.id, worker.running))
            heappush(self._events, (end, next(self._tie), worker, worker.running))
            if worker.running == 0 and self.told:
                self.scheduler.tell_alone(self.alone)
                self._begin()

    def _end(self, worker, index):
        worker.running = None
        if index not in self.dying:
            self.scheduler.mark_test_complete(worker, index, self.seconds[index])
            return
        worker.ended = True
        self.crashed.append(self.scheduler.remove_node(worker))
        clone = Worker(f"{worker.gateway.id}'")
        self.workers.append(clone)
        self.scheduler.add_node(clone)
        self.scheduler.add_node_collection(clone, self._ids)
        self.scheduler.schedule()


def run(*args, **options):
    """A machine that has run, and how long it took."""
    machine = Machine(*args, **options)
    return machine, machine.run()


def beside(machine):
    """What ran while a test that runs alone was under way."""
    alone = [span for span in machine.spans if span[3] in machine.alone]
    return [
        (one[3], other[3])
        for one in alone
        for other in machine.spans
        if other is not one and other[0] < one[1] and one[0] < other[1]
    ]


LENGTHS = st.lists(st.floats(0.1, 10), max_size=25)


@settings(max_examples=MANY)
@given(seconds=LENGTHS, known=LENGTHS, workers=st.integers(1, 17), data=st.data())
def test_every_test_runs_once_and_nothing_beside_those_that_run_alone(seconds, known, workers, data):
    indices = st.integers(0, max(0, len(seconds) - 1))
    alone = data.draw(st.one_of(indices.map(range), st.sets(indices))) if seconds else []
    machine, _ = run(seconds, alone, workers, known=known)
    assert sorted(index for _, _, _, index in machine.spans) == list(range(len(seconds)))
    # Until the first test tells, its worker has been given the second one.
    if list(alone) == list(range(len(alone))):
        assert beside(machine) == []
        assert len({worker for _, _, worker, index in machine.spans if index in machine.alone}) <= 1


@settings(max_examples=MANY)
@given(seconds=LENGTHS, workers=st.integers(1, 6), data=st.data())
def test_all_others_run_when_workers_die(seconds, workers, data):
    indices = st.integers(0, max(0, len(seconds) - 1))
    alone = range(data.draw(indices))
    dying = data.draw(st.sets(indices)) if seconds else []
    machine, _ = run(seconds, alone, workers, dying=dying)
    assert sorted(index for _, _, _, index in machine.spans) == list(range(len(seconds)))
    assert sorted(machine.crashed) == sorted(f"test_{index}" for index in dying)
    assert beside(machine) == []


def test_where_the_first_test_tells_nothing_the_others_begin_when_it_has_ended():
    machine, _ = run([2.0, 1.0, 1.0, 1.0], [], 2, told=False)
    assert min(begin for begin, _, worker, _ in machine.spans if worker == "gw1") == 2.0


def test_a_worker_that_dies_alone_is_followed_by_another_one_alone():
    machine, _ = run([1.0, 1.0, 1.0, 5.0, 5.0], range(3), 2, dying=[1])
    assert [(begin, worker) for begin, _, worker, index in machine.spans if index < 3] == [(0, "gw0"), (1, "gw0"), (2, "gw1")]
    assert [begin for begin, _, _, index in machine.spans if index >= 3] == [3, 3]
    assert machine.crashed == ["test_1"]


def test_what_comes_back_from_a_worker_that_died_takes_its_turn():
    machine = Machine([1.0] * 9, [0], 2)
    machine.scheduler.schedule()
    first, second = machine.workers
    assert (list(first.queue), list(second.queue)) == ([0, 1], [])
    assert machine.scheduler.remove_node(first) == "test_0"
    assert list(second.queue) == [1, 2]


def test_once_nothing_runs_alone_any_more_all_begin_at_once():
    machine, _ = run([2.0, 3.0, 4.0, 4.0, 4.0, 1.0], range(2), 3)
    assert sorted((begin, index) for begin, _, _, index in machine.spans)[:5] == [(0, 0), (2, 1), (5, 2), (5, 3), (5, 4)]


def test_what_runs_alone_comes_first_wherever_it_stands():
    machine, _ = run([1.0] * 6, [0, 3, 4], 2)
    # The second test was on its way before the first one could tell.
    assert [(begin, index) for begin, _, _, index in machine.spans][:4] == [(0, 0), (1, 1), (2, 3), (3, 4)]
    assert {begin for begin, _, worker, _ in machine.spans if worker == "gw1"} == {4.0}


def test_a_long_test_keeps_no_long_one_waiting():
    # The second longest would wait for 20 s behind the longest, were it the next one of its worker.
    _, took = run([0.1, 20.0, 10.0, 10.0, 5.0, 5.0, 0.5], [], 3)
    assert took == pytest.approx(20.6, abs=0.5)


def took_over_bound(seed):
    """How long a random suite takes on a few workers, over the shortest time that there could be."""
    random = Random(seed)
    workers = random.randint(2, 8)
    shortest, *longer = sorted(0.05 + random.expovariate(1) for _ in range(random.randint(2 * workers, 60)))
    seconds = [shortest, *longer[::-1]]
    return run(seconds, [], workers)[1] / max(max(seconds), sum(seconds) / workers)


def test_known_lengths_are_packed_tightly_and_better_than_by_the_next_that_waits(monkeypatch):
    ours = [took_over_bound(seed) for seed in range(100)]
    monkeypatch.setattr(xdist_scheduler, "next_test", lambda own, others, waiting: 0)
    plain = [took_over_bound(seed) for seed in range(100)]
    assert mean(ours) < 1.03
    assert mean(ours) - 1 < (mean(plain) - 1) / 2


def test_workers_that_collect_different_tests_run_none():
    machine = Machine([1.0, 1.0], [], 2)
    machine.scheduler.node2collection[machine.workers[1]] = ["test_0", "test_2"]
    reports = []
    machine.scheduler.config.hook.pytest_collectreport = lambda report: reports.append(report)
    assert machine.run() == 0.0
    assert [report.outcome for report in reports] == ["failed"]
