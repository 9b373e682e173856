"""What a claim expects here, before anything is measured."""

from pytest_claims.model.claim import Claim
from pytest_claims.model.conditions import nowhere
from pytest_claims.model.environment import Environment
from pytest_claims.model.verdict import Verdict


def expected(claim: Claim, environment: Environment) -> Verdict:
    """*holds*, unless the claim is known to be refuted in `environment`."""
    return Verdict.REFUTED if claim.refuted_where.met(environment) else Verdict.HOLDS


def why_not_applicable(claim: Claim, environment: Environment) -> str | None:
    """The need that is not met in `environment`, or None where the claim can be judged."""
    if claim.needs.met(environment):
        return None
    return "needs=nowhere says so" if claim.needs == nowhere else f"needs {claim.needs.why_not(environment)}"
