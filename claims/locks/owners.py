"""Who may release a lock? Standard library only."""

from threading import Event, Lock, RLock, Thread


def another_thread_releases_a_lock():
    return released_while_the_owner_lives(Lock())


def another_thread_releases_an_rlock():
    return released_while_the_owner_lives(RLock())


def anybody_releases_a_lock_that_is_free():
    return attempted_release(Lock())


def a_later_thread_releases_an_rlock_of_a_dead_one():
    lock = RLock()
    owner = Thread(target=lock.acquire)
    owner.start()
    owner.join()
    return released_by_a_new_thread(lock)


def released_while_the_owner_lives(lock):
    has_it, may_end = Event(), Event()

    def own():
        lock.acquire()
        has_it.set()
        may_end.wait()

    owner = Thread(target=own)
    owner.start()
    has_it.wait()
    outcome = released_by_a_new_thread(lock)
    may_end.set()
    owner.join()
    return outcome


def released_by_a_new_thread(lock):
    found = []
    other = Thread(target=lambda: found.append(attempted_release(lock)))
    other.start()
    other.join()
    return found[0]


def attempted_release(lock):
    try:
        lock.release()
    except RuntimeError:
        return "RuntimeError"
    return "released"
