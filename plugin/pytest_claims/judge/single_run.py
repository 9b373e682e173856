"""One run of a test's body: what it measured, what it showed, and what it left behind."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pytest_claims.instruments.seconds.run import Run, running
from pytest_claims.judge.isolation.collection import own_garbage
from pytest_claims.judge.isolation.launcher import no_main_module, no_warning_filters
from pytest_claims.judge.isolation.process_state import process_state_put_back
from pytest_claims.judge.isolation.shared_memory import shared_memory_noted
from pytest_claims.machine.kept_processes import end_new_processes
from pytest_claims.machine.noise import THIS_MACHINE, Machine, Noise
from pytest_claims.model.errors import Broken, ClaimError, Hung, Inconclusive, leaves
from pytest_claims.model.verdict import Verdict
from pytest_claims.model.where_raised import in_words
from pytest_claims.model.wording import without_addresses

#: Where tasks of a group raise several exceptions, a broken one says that the experiment failed, whatever another one shows.
_BY_WEIGHT = (Verdict.BROKEN, Verdict.INCONCLUSIVE, Verdict.REFUTED)

Body = Callable[[], None]
Translate = Callable[[BaseException], Exception | None]


@dataclass
class Outcome:
    """One run of the body."""

    run: Run
    verdict: Verdict
    reason: str | None
    #: Real seconds for the whole body, and for what it left behind to be ended, without what instruments set aside.
    took: float
    #: What the machine counted while the body itself ran.
    noise: Noise
    #: What finalizers raised meanwhile, which Python ignores.
    ignored: list[str] = field(default_factory=list)
    #: What of the whole process it left changed, and was put back.
    left: list[str] = field(default_factory=list)


def run_once(
    body: Body,
    unit: float,
    before: set[int],
    foreign: tuple[type[BaseException], ...],
    translate: Translate,
    machine: Machine = THIS_MACHINE,
) -> Outcome:
    """Run `body` with a claim second of `unit` real seconds, and end what it leaves behind.

    Args:
        before: the processes that were there already, and are not the body's to leave behind.
        foreign: exceptions that belong to whoever generates the examples, and pass through.
        translate: what an exception that only the test runner knows means in our terms; None where it means nothing to us.
    """
    memory = list[str]()
    try:
        # Garbage first: a pool that was let go of ends its workers better than a signal would, and lets go of its memory.
        with shared_memory_noted(memory), own_garbage() as ignored, process_state_put_back() as left:
            run = Run(unit, machine)
            verdict, reason = _shown_by(body, run, foreign, translate)
            # What goes on after the body decided nothing in it.
            noise = machine.counted().since(run.counted)
    finally:
        end_new_processes(before)
    return Outcome(run, verdict, reason, machine.now() - run.started - run.set_aside, noise, ignored, left + memory)


def _shown_by(
    body: Body, run: Run, foreign: tuple[type[BaseException], ...], translate: Translate
) -> tuple[Verdict, str | None]:
    try:
        with running(run), no_main_module(), no_warning_filters():
            body()
    except foreign:
        raise
    except BaseException as error:
        # No local may keep the error: in its traceback's frame it would make a cycle, and keep pools alive for longer.
        judged = _meaning(error, translate, run)
        if judged is None:
            raise
        verdict, reason = judged
        return verdict, without_addresses(reason)
    return Verdict.HOLDS, None


def _meaning(error: BaseException, translate: Translate, run: Run) -> tuple[Verdict, str] | None:
    """What was raised says; of the exceptions of a group, such as that of a task group, the one that weighs most."""
    raised = [translate(leaf) or leaf for leaf in leaves(error)]
    # The runner's time-out does not come again, so that another run might go on for ever.
    run.certain = run.certain or any(isinstance(leaf, Hung) for leaf in raised)
    meanings = list(map(_meaning_of_one, raised))
    known = [meaning for meaning in meanings if meaning is not None]
    return min(known, key=lambda meaning: _BY_WEIGHT.index(meaning[0])) if len(known) == len(meanings) else None


def _meaning_of_one(error: BaseException) -> tuple[Verdict, str] | None:
    if isinstance(error, AssertionError):
        return Verdict.REFUTED, str(error) or "an assertion failed"
    if isinstance(error, Inconclusive):
        return Verdict.INCONCLUSIVE, str(error)
    if isinstance(error, (Broken, ClaimError)):
        return Verdict.BROKEN, str(error)
    if not isinstance(error, Exception):
        return None
    return Verdict.BROKEN, f"the program raised {in_words(error)}"
