"""Conditions on the environment, as objects that read like Python: ``(start_method == "fork") & (python >= "3.12")``."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from pytest_claims.model.environment import Environment
from pytest_claims.model.errors import ClaimError
from pytest_claims.model.version import version_of

if TYPE_CHECKING:
    from packaging.version import Version


class Condition:
    """Something that is true in some environments. Conditions combine with ``&``, ``|`` and ``~``."""

    __slots__ = ()

    def met(self, environment: Environment) -> bool:
        """Whether the condition is true in `environment`."""
        raise NotImplementedError

    def why_not(self, environment: Environment) -> str:
        """What is missing in `environment`, where the condition is not met."""
        return repr(self)

    def __and__(self, other: "Condition") -> "Condition":
        return Both(self, _condition(other))

    def __or__(self, other: "Condition") -> "Condition":
        return Either(self, _condition(other))

    def __invert__(self) -> "Condition":
        return Not(self)

    def __bool__(self) -> bool:
        # `and`, `or`, `not` and chained comparisons ask for a bool and would silently drop half of what was written.
        __tracebackhide__ = True
        raise ClaimError(
            f"{self!r} is a condition, neither true nor false yet. Combine conditions with &, | and ~, each in parentheses, "
            'in place of and, or, not, in and chains such as 2 <= cpus <= 4: (python == "3.12") | (python == "3.13").'
        )


def _condition(value: object) -> Condition:
    __tracebackhide__ = True
    if not isinstance(value, Condition):
        raise ClaimError(f"{value!r} is no condition: put each comparison in parentheses before & or |.")
    return value


@dataclass(frozen=True, slots=True, repr=False)
class Constant(Condition):
    """True everywhere, or nowhere.

    ::

        @claim("thread.daemon-dies-with-main", refuted_where=everywhere, ...)
    """

    value: bool

    def met(self, environment: Environment) -> bool:
        return self.value

    def __repr__(self) -> str:
        return "everywhere" if self.value else "nowhere"


everywhere = Constant(True)
nowhere = Constant(False)


@dataclass(frozen=True, slots=True, repr=False)
class Both(Condition):
    """Two conditions, of which both must be met."""

    left: Condition
    right: Condition

    def met(self, environment: Environment) -> bool:
        return self.left.met(environment) and self.right.met(environment)

    def why_not(self, environment: Environment) -> str:
        missing = self.right if self.left.met(environment) else self.left
        return missing.why_not(environment)

    def __repr__(self) -> str:
        return f"({self.left!r}) & ({self.right!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Either(Condition):
    """Two conditions, of which one must be met."""

    left: Condition
    right: Condition

    def met(self, environment: Environment) -> bool:
        return self.left.met(environment) or self.right.met(environment)

    def why_not(self, environment: Environment) -> str:
        return f"{self.left.why_not(environment)}, or {self.right.why_not(environment)}"

    def __repr__(self) -> str:
        return f"({self.left!r}) | ({self.right!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Not(Condition):
    """A condition that must not be met."""

    inner: Condition

    def met(self, environment: Environment) -> bool:
        return not self.inner.met(environment)

    def __repr__(self) -> str:
        return f"~({self.inner!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(Condition):
    """A fact compared with a value."""

    fact: "Fact"
    symbol: str
    value: Any

    OPERATORS: ClassVar[dict[str, Callable[[Any, Any], bool]]] = {
        "==": operator.eq,
        "!=": operator.ne,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
    }

    def met(self, environment: Environment) -> bool:
        return self.OPERATORS[self.symbol](*self.fact.comparable(environment, self.value))

    def why_not(self, environment: Environment) -> str:
        return f"{self!r} (here {self.fact.read(environment)!r})"

    def __repr__(self) -> str:
        return f"{self.fact!r} {self.symbol} {self.value!r}"


class Fact:
    """A fact about the environment that conditions are made from by comparing it.

    ::

        refuted_where=(start_method == "fork") & (platform == "linux")
    """

    __slots__ = ("_check", "_name")

    def __init__(self, name: str, check: Callable[[object], str | None]) -> None:
        self._name = name
        self._check = check

    def read(self, environment: Environment) -> object:
        """The fact's value in `environment`."""
        return getattr(environment, self._name)

    def comparable(self, environment: Environment, value: Any) -> tuple[Any, Any]:
        """The fact and `value` in a form that Python can compare."""
        return self.read(environment), value

    def _compare(self, symbol: str, value: object) -> Comparison:
        __tracebackhide__ = True
        problem = self._check(value)
        if problem:
            raise ClaimError(f"{self!r} {symbol} {value!r}: {problem}")
        return Comparison(self, symbol, value)

    def __eq__(self, value: object) -> Condition:  # type: ignore[override]
        return self._compare("==", value)

    def __ne__(self, value: object) -> Condition:  # type: ignore[override]
        return self._compare("!=", value)

    def __lt__(self, value: object) -> Condition:
        return self._compare("<", value)

    def __le__(self, value: object) -> Condition:
        return self._compare("<=", value)

    def __gt__(self, value: object) -> Condition:
        return self._compare(">", value)

    def __ge__(self, value: object) -> Condition:
        return self._compare(">=", value)

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        # `gil and cpus >= 2` would silently drop the first half.
        return self._refuse()

    def __and__(self, _: object) -> NoReturn:
        self._refuse()

    __or__ = __and__

    def __invert__(self) -> NoReturn:
        self._refuse()

    def _refuse(self) -> NoReturn:
        __tracebackhide__ = True
        raise ClaimError(f"{self!r} is a fact, neither true nor false: compare it, as in (cpus >= 2) & (gil == 'on').")

    def __repr__(self) -> str:
        return self._name


class _PythonVersion(Fact):
    """The version of Python, to the precision that it is compared with: an alpha of 3.15 is 3.15, unless a text names another.

    ::

        refuted_where=python >= "3.14"
        refuted_where=python >= "3.15.0b1"
    """

    __slots__ = ()

    def comparable(self, environment: Environment, value: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Versions as numbers, to the precision that `value` has: 3.13.2 equals "3.13"."""
        here, wanted = version_of(environment.python), version_of(value)
        if wanted.pre is not None:
            return _with_stage(here), _with_stage(wanted)
        return here.release[: len(wanted.release)], wanted.release


class _Gil(Fact):
    """Whether the interpreter has a global interpreter lock: "on" or "off".

    ::

        needs=gil == "off"
    """

    __slots__ = ()

    def read(self, environment: Environment) -> str:
        return "on" if environment.gil else "off"


def _one_of(*values: str) -> Callable[[object], str | None]:
    return lambda value: None if value in values else f"write one of {', '.join(map(repr, values))}."


def _with_stage(version: "Version") -> tuple[int, ...]:
    """Alphas come before betas, release candidates and the release."""
    stage, number = version.pre or ("", 0)
    return (*version.release, ("a", "b", "rc", "").index(stage), number)


def _version(value: object) -> str | None:
    good = isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)*|\d+\.\d+\.\d+(a|b|rc)\d+", value, re.ASCII)
    return None if good else 'write the version in quotes, such as "3.14".'


def _whole_number(value: object) -> str | None:
    return None if type(value) is int else "write a whole number."


def _text(value: object) -> str | None:
    return None if isinstance(value, str) else "write a name in quotes."


#: The version of Python: ``python >= "3.14"``. ``python == "3.13"`` is true on every 3.13.x.
python = _PythonVersion("python", _version)
#: The interpreter, as `sys.implementation` names it: ``implementation == "pypy"``.
implementation = Fact("implementation", _text)
#: Whether the global interpreter lock is held: ``gil == "off"``.
gil = _Gil("gil", _one_of("on", "off"))
#: The platform, as `sys.platform` names it: ``platform == "linux"``.
platform = Fact("platform", _text)
#: CPUs that the process may use (affinity and control-group quota): ``cpus >= 2``.
cpus = Fact("cpus", _whole_number)
#: The start method of the case: ``start_method == "fork"``.
start_method = Fact("start_method", _one_of("fork", "spawn", "forkserver"))
