"""The variables of a fresh interpreter: those of this process, without what would change what programs do."""

import os
import sys

#: Where an interpreter finds its library, how it reads text, and which kind of interpreter it is.
KEPT = frozenset(
    {
        "PYTHONCOERCECLOCALE",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONHOME",
        "PYTHONNOUSERSITE",
        "PYTHONPLATLIBDIR",
        "PYTHONPYCACHEPREFIX",
        "PYTHONUSERBASE",
        "PYTHONUTF8",
        "PYTHON_GIL",
        "PYTHON_JIT",
    }
)


def usual_environment() -> dict[str, str]:
    """The variables for an interpreter that runs programs as it usually does, and finds modules where they are found here.

    Warnings, buffers, debug mode and colours are part of what is measured: what a shell, or a service that runs tests, says of
    them must not leak in.
    """
    usual = {name: value for name, value in os.environ.items() if not _changes_programs(name)}
    return usual | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}


def _changes_programs(variable: str) -> bool:
    return variable == "FORCE_COLOR" or (variable.startswith("PYTHON") and variable not in KEPT)
