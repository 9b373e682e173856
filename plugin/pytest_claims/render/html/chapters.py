"""The chapters of the page, in the order of a course. A report does not name a claim's chapter: its id tells it."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

#: The title of each chapter, and the ids that belong to it. Where several patterns fit an id, the longest of them counts.
CHAPTERS = {
    "Processes": "process.* fork.* pipe.*",
    "Process pools": "pool.*",
    "Executors and futures": "executor.* future.*",
    "Sharing data between processes": "sharing.* manager.* mpqueue.* shared.*",
    "Threads": "thread.* threadlocal.* signal.*",
    "The GIL and atomic operations": "gil.* atomic.* interpreter.*",
    "Locks and other synchronisation": "lock.* rlock.* condition.* event.* semaphore.* barrier.* timer.*",
    "Joining threads, and daemon threads": "thread.*join* thread.daemon*",
    "Queues between threads": "queue.*",
    "Time-outs and cancellation": "timeout.* cancel.* shield.*",
    "Coroutines and the event loop": "coroutine.* await.* asyncgen.* contextvar.* loop.* run.*",
    "Tasks": "task.* taskgroup.* gather.* wait.*",
    "asyncio beside threads": "asynclock.* asyncqueue.* tothread.*",
}
_PATTERNS = {pattern: title for title, patterns in CHAPTERS.items() for pattern in patterns.split()}
_PLACES = {title: number for number, title in enumerate(CHAPTERS)}


def chapter(id: str) -> str:
    """The title of the chapter that a claim belongs to; of an id that no chapter knows, its first word.

    >>> chapter("pool.apply-blocks")
    'Process pools'
    >>> chapter("limiter.waits")
    'limiter'
    """
    fitting = [pattern for pattern in _PATTERNS if fnmatchcase(id, pattern)]
    return _PATTERNS[max(fitting, key=len)] if fitting else id.partition(".")[0]


def in_order(titles: Iterable[str]) -> list[str]:
    """Each title once, in the order of the course; those that it does not have come last, by name."""
    return sorted(set(titles), key=lambda title: (_PLACES.get(title, len(_PLACES)), title))
