"""The badge: the endpoint format of shields.io."""

import json

import pytest
from made_reports import a_case, a_claim, a_report, written

from pytest_claims.render import badge
from pytest_claims.report.merge import Evidence, merge

REFUTED = a_case("refuted", expected="refuted")


@pytest.mark.parametrize(
    ("reports", "message", "color"),
    [
        ([a_report(a_claim("a.a"), a_claim("a.b", REFUTED))], "2 as documented", "brightgreen"),
        ([a_report(), a_report(python="3.14.0")], "1 as documented in 2 environments", "brightgreen"),
        ([a_report(a_claim("a.a", a_case("inconclusive")), a_claim("a.b"))], "1 as documented", "brightgreen"),
        ([a_report(a_claim("a.a", a_case("refuted")), a_claim("a.b"))], "1 not as documented", "red"),
        ([a_report(a_claim("a.a", a_case("broken")))], "1 not as documented", "red"),
        ([a_report(), a_report(a_claim("nap.ten", REFUTED))], "1 not as documented", "red"),
        ([a_report(a_claim("a.a", a_case("not-applicable")))], "none judged", "lightgrey"),
    ],
)
def test_a_badge_says_how_it_stands(tmp_path, reports, message, color):
    found = json.loads(badge.text(merge(written(tmp_path, *reports), Evidence.NONE)))
    assert found == {"schemaVersion": 1, "label": "claims", "message": message, "color": color}
