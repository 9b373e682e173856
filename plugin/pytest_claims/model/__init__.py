"""What a claim is: the claim itself, the conditions under which it is expected, the environment, the verdict, errors.

It may know the standard library only, and nothing else of this package.
"""
