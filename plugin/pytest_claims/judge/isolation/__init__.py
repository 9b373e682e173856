"""What a run leaves behind in the process, and how it is put back, so that runs do not meet.

It knows the machine, and what the judge notes of a run.
"""
