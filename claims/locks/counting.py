"""Semaphores and barriers: how many, and what if one is missing? Standard library only."""

from threading import Barrier, BoundedSemaphore, BrokenBarrierError, Semaphore, Thread

from claims.start import run_all

# Released more often than acquired


def release_a_semaphore_too_often(places, extra):
    return entered_after_extra_releases(Semaphore(places), places + extra, extra)


def release_a_bounded_semaphore_too_often(places, extra):
    return entered_after_extra_releases(BoundedSemaphore(places), places + extra, extra)


def entered_after_extra_releases(semaphore, threads, extra):
    """What the releases raised, and how many of the threads could then enter, none of whom leaves."""
    raised = "nothing raised"
    for _ in range(extra):
        try:
            semaphore.release()
        except ValueError:
            raised = "ValueError"
    entered = []
    run_all([Thread(target=lambda: entered.append(semaphore.acquire(blocking=False))) for _ in range(threads)])
    return raised, entered.count(True)


# One does not come


def one_is_missing(patient):
    return two_rounds(Barrier(patient + 2), patient, timeout=0.05)


def all_come_in_time(patient):
    return two_rounds(Barrier(patient + 1), patient, timeout=60)


def two_rounds(barrier, patient, timeout):
    """What `patient` threads and one with a time-out get at the barrier, and after that as many threads as it takes."""
    found = []

    def come(*timeout):
        try:
            barrier.wait(*timeout)
            found.append("through")
        except BrokenBarrierError:
            found.append("BrokenBarrierError")

    run_all([Thread(target=come) for _ in range(patient)] + [Thread(target=come, args=(timeout,))])
    run_all([Thread(target=come) for _ in range(barrier.parties)])
    return found
