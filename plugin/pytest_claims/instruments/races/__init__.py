"""What happens now and then, and what never does, tried as often as a budget allows.

Children of a program load the slow objects, so they load little.
"""
