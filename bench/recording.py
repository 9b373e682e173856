"""What recording a span costs, as ratios measured in one run, all sides by turns.

python bench/recording.py

The goal is that a span costs at most ten list appends. What is appended by hand is the least that a program could note:
a label, who runs, and a reading of the clock. Three appends stand beside a span: one that asks who runs, as a span
does; one whose name is fixed; and the bare one of an object that is there already. No context manager written in Python
comes near the last: an empty one costs more than ten of them.
"""

import asyncio
from collections.abc import Callable
from threading import Thread, current_thread
from time import perf_counter

from pytest_claims import Timeline

GOAL = 10
ROUNDS, TIMES = 25, 4_000

Side = Callable[[Timeline], None]


def a_span(timeline: Timeline) -> None:
    """What is measured."""
    for _ in range(TIMES):
        with timeline.span("work"):
            pass


def asking_the_thread(timeline: Timeline) -> None:
    """Append what was noted, with the name of the thread."""
    events: list[tuple[str, str, float]] = []
    for _ in range(TIMES):
        events.append(("work", current_thread().name, perf_counter()))


def asking_the_task(timeline: Timeline) -> None:
    """Append what was noted, with the name of the task."""
    events: list[tuple[str, str, float]] = []
    for _ in range(TIMES):
        task = asyncio.current_task()
        events.append(("work", task.get_name() if task else "", perf_counter()))


def by_hand(timeline: Timeline) -> None:
    """Append what was noted, with a fixed name."""
    events: list[tuple[str, str, float]] = []
    for _ in range(TIMES):
        events.append(("work", "MainThread", perf_counter()))


def bare(timeline: Timeline) -> None:
    """Append one object again and again."""
    events: list[Timeline] = []
    for _ in range(TIMES):
        events.append(timeline)


def measured(asking: Side) -> list[float]:
    """Seconds for a span, and for each of the three appends. The shortest: what else the machine does only ever adds."""
    sides = [a_span, asking, by_hand, bare]
    shortest = [float("inf")] * len(sides)
    for _ in range(ROUNDS):
        with Timeline() as timeline:
            for number, side in enumerate(sides):
                started = perf_counter()
                side(timeline)
                shortest[number] = min(shortest[number], (perf_counter() - started) / TIMES)
    return shortest


def in_a_thread() -> list[float]:
    """The same in a thread that is not the main one."""
    found: list[list[float]] = []
    thread = Thread(target=lambda: found.append(measured(asking_the_thread)))
    thread.start()
    thread.join()
    return found[0]


async def in_a_task() -> list[float]:
    """The same in a task of an event loop."""
    return measured(asking_the_task)


def main() -> None:
    """Print the ratios."""
    places = {
        "the main thread": measured(asking_the_thread),
        "a thread": in_a_thread(),
        "a task": asyncio.run(in_a_task()),
    }
    print(f"{'a span in':<16}{'ns':>6}   over an append that: {'asks who runs':>14}{'has a fixed name':>18}{'is bare':>9}")
    for place, (span, *appends) in places.items():
        asks, fixed, is_bare = (span / append for append in appends)
        print(f"{place:<16}{1e9 * span:>6.0f}{'':24}{asks:>14.1f}{fixed:>18.1f}{is_bare:>9.1f}")
    worst = max(span / asks for span, asks, *_ in places.values())
    print(f"goal: at most {GOAL} appends that ask who runs; {'reached' if worst <= GOAL else 'MISSED'} ({worst:.1f})")


if __name__ == "__main__":
    main()
