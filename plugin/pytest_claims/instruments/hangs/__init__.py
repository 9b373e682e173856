"""Whether a call ends or waits for ever, and where it waits.

Calls are made in processes of their own, so that what hangs can be ended.
"""
