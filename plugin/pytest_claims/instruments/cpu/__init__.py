"""What was computed: CPUs used at once, and how costs grow with the size of what is given.

Children of a program load `spin`, so it loads nothing.
"""
