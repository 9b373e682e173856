"""What the system tells: counters of CPUs, processes and threads, noise, signals; and the lock that all claims share.

It may know the model. Nothing here knows what is being measured.
"""
