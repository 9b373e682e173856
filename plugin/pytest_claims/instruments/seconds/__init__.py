"""How long something takes, in claim seconds: the run that gives them their length, what a sentence predicts, the assertion.

The other instruments know this room, for each of them is used in a run.
"""
