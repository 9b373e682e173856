"""A badge that shields.io draws: the endpoint format."""

import json

from pytest_claims.model.verdict import Verdict
from pytest_claims.report.merged import Merged


def text(merged: Merged) -> str:
    """The badge's file, as JSON."""
    message, colour = _message(merged)
    return json.dumps({"schemaVersion": 1, "label": "claims", "message": message, "color": colour}) + "\n"


def _message(merged: Merged) -> tuple[str, str]:
    if merged.surprises:
        return f"{merged.surprises} not as documented", "red"
    decided = (Verdict.HOLDS, Verdict.REFUTED)
    judged = sum(any(cell.verdict in decided for cell in claim.all_cells) for claim in merged.claims)
    if not judged:
        return "none judged", "lightgrey"
    where = f" in {len(merged.interpreters)} environments" if len(merged.interpreters) > 1 else ""
    return f"{judged} as documented{where}", "brightgreen"
