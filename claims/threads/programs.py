"""The programs that the claims on threads are about. Standard library only."""

from threading import Thread
from time import sleep


def join_after_the_loop(workers, nap):
    threads = [Thread(target=sleep, args=(nap,)) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def join_inside_the_loop(workers, nap):
    for _ in range(workers):
        thread = Thread(target=sleep, args=(nap,))
        thread.start()
        thread.join()
