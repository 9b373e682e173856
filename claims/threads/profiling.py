"""Profiling a program with several threads. Standard library only."""

import sys
from cProfile import Profile
from threading import Event, Thread


def one_cprofile():
    """A profile that the main thread has switched on, and a thread that calls a function meanwhile."""
    profile = Profile()
    return calls_meanwhile(profile.enable, profile.disable, profile)


def a_cprofile_in_each_thread():
    profile, of_the_thread = Profile(), Profile()
    return calls_meanwhile(profile.enable, profile.disable, profile, of_the_thread)


def a_profile_function():
    """What is older than cProfile, and what the module profile is made of."""
    called = set()

    def note(frame, event, argument):
        called.add(frame.f_code.co_name)

    calls_meanwhile(lambda: sys.setprofile(note), lambda: sys.setprofile(None))
    return called


def in_the_main_thread():
    pass


def in_the_thread():
    pass


def calls_meanwhile(switch_on, switch_off, *profiles):
    begun, may_call, has_called = Event(), False, False

    def work():
        nonlocal has_called
        begun.set()
        while not may_call:
            pass
        if len(profiles) > 1:
            profiles[1].runcall(in_the_thread)
        else:
            in_the_thread()
        has_called = True

    thread = Thread(target=work)
    thread.start()
    begun.wait()
    switch_on()
    in_the_main_thread()
    # No calls while the thread makes its own: a profile that two threads write to at once is damaged where there is no GIL.
    may_call = True
    while not has_called:
        pass
    switch_off()
    thread.join()
    return {name for profile in profiles for name in functions_in(profile)}


def functions_in(profile):
    profile.create_stats()
    return {name for _, _, name in profile.stats}
