"""How conditions are named for people."""

from pytest_claims.report.names import where


def test_a_sentence_goes_on_with_a_condition():
    assert [where(condition) for condition in ("everywhere", "nowhere", "cpus >= 2")] == [
        "everywhere",
        "nowhere",
        "where cpus >= 2",
    ]
