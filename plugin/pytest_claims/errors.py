"""What goes wrong other than a sentence being false. All of it ends in one clear message, never in a verdict."""


class ClaimError(Exception):
    """A claim, an option or an argument is wrong, and whoever wrote it can mend it. The message says how."""


class Broken(Exception):
    """The experiment itself failed: it says nothing about the sentence."""


class Hung(Broken):
    """The test runner's time-out ended a run."""


class Inconclusive(Exception):
    """The machine was too busy, for now, to tell."""


def require(condition: object, reason: str) -> None:
    """Guard the set-up of an experiment: unless `condition` is true, the claim is *broken*, neither true nor false.

    Children that crash also leave a list empty; a claim that looks at the list must first require that they ran.

    Raises:
        Broken: `condition` is false; `reason` says what was missing.
    """
    if not condition:
        raise Broken(reason)
