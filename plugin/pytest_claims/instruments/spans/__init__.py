"""What ran when, beside what and in which order: spans, recorded across threads, processes and tasks.

Children of a program load the recorder, so it loads next to nothing.
"""
