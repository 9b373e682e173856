"""What the judge of an example is given beside its runs."""

from dataclasses import dataclass
from math import inf

#: Real seconds for all examples of a program or a contrast; then what is not decided is *inconclusive*. A surprise about sleeps
#: of ten claim seconds is run at 0.04, 0.2 and 1 real seconds each; two such sleeps after one another take 25 s.
BUDGET = 45.0


@dataclass(frozen=True, slots=True)
class Given:
    """What the judge of an example is given beside its runs. The report has it, so that anybody can judge the runs again."""

    #: The unit of the first run, in real seconds.
    unit: float
    #: Real seconds that are left.
    budget: float = BUDGET
    #: How late a wake-up may be on this machine, in real seconds: in all, and what no wait for a CPU explains.
    delay: float = 0.0
    unexplained_delay: float = 0.0
    #: From which unit on neither start-up nor noise decides: the program, which starts as its contrast does, has held there.
    outgrown: float = inf
    #: Whether another example of the same program has held at units far enough apart, or often enough.
    established: bool = False
    #: Whether a run that contradicts is looked for longer than else: a contrast may race, and need not contradict each time.
    hunted: bool = False
    real_time: bool = False
    #: Whether a run that counts no assertion has reached none.
    asserts_are_counted: bool = True
