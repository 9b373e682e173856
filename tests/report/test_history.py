"""Since which version a sentence holds or is refuted."""

import pytest

from pytest_claims.model.version import version_of
from pytest_claims.report.history import JudgedThere, histories


def seen(verdict, *pythons, interpreter="CPython", gil=True, platform="linux", start_method=None):
    return [JudgedThere(interpreter, gil, platform, start_method, version_of(python), verdict) for python in pythons]


def told(*sightings):
    return {history.where: history.sentence for history in histories(one for some in sightings for one in some)}


@pytest.mark.parametrize(
    ("sightings", "sentence"),
    [
        ([seen("holds", "3.13.0")], "holds since 3.13 or earlier"),
        ([seen("holds", "3.13.0", "3.11.7", "3.12.1")], "holds since 3.11 or earlier"),
        (
            [seen("holds", "3.11.7", "3.13.0"), seen("refuted", "3.15.0", "3.14.8")],
            "holds since 3.11 or earlier, refuted since 3.14",
        ),
        (
            [seen("holds", "3.11.7"), seen("refuted", "3.14.8")],
            "holds since 3.11 or earlier, refuted since 3.14 at the latest, after 3.11",
        ),
        (
            [seen("refuted", "3.12.0"), seen("holds", "3.13.0"), seen("refuted", "3.14.0")],
            "refuted since 3.12 or earlier, holds since 3.13, refuted since 3.14",
        ),
        (
            [seen("holds", "3.13.4"), seen("refuted", "3.13.5")],
            "holds since 3.13 or earlier, refuted since 3.13.5",
        ),
        (
            [seen("holds", "3.13.1"), seen("refuted", "3.13.5")],
            "holds since 3.13 or earlier, refuted since 3.13.5 at the latest, after 3.13.1",
        ),
        ([seen("holds", "3.13.0"), seen("refuted", "3.13.0")], "mixed since 3.13 or earlier"),
        (
            [seen("holds", "3.13.0"), seen("inconclusive", "3.14.0"), seen("refuted", "3.15.0")],
            "holds since 3.13 or earlier, refuted since 3.15 at the latest, after 3.13",
        ),
    ],
)
def test_the_verdict_is_told_from_the_versions_that_were_seen(sightings, sentence):
    assert told(*sightings) == {"CPython": sentence}


def test_what_follows_an_era_is_where_it_ends():
    (history,) = histories([*seen("holds", "3.11.7", "3.12.0"), *seen("refuted", "3.14.8")])
    assert [(era.verdict, era.until) for era in history.eras] == [("holds", "3.12"), ("refuted", None)]


def test_a_pre_release_comes_before_its_release():
    early = JudgedThere("CPython", True, "linux", None, version_of("3.15.0rc1"), "holds")
    assert told([early], seen("refuted", "3.15.0")) == {"CPython": "holds since 3.15 or earlier, refuted since 3.15.0"}


def test_interpreters_have_histories_of_their_own():
    assert told(seen("holds", "3.13.0"), seen("refuted", "3.11.0", interpreter="PyPy")) == {
        "CPython": "holds since 3.13 or earlier",
        "PyPy": "refuted since 3.11 or earlier",
    }


def test_start_methods_are_told_apart_where_they_differ():
    verdicts = {"fork": "refuted", "spawn": "holds", "forkserver": "holds"}
    assert told(*(seen(verdict, "3.13.0", start_method=method) for method, verdict in verdicts.items())) == {
        "CPython under fork": "refuted since 3.13 or earlier",
        "CPython under spawn, forkserver": "holds since 3.13 or earlier",
    }


def test_platforms_and_the_lock_are_told_apart_where_they_differ():
    assert told(seen("holds", "3.13.0"), seen("refuted", "3.13.0", gil=False)) == {
        "CPython with GIL": "holds since 3.13 or earlier",
        "CPython without GIL": "refuted since 3.13 or earlier",
    }
    assert told(seen("holds", "3.13.0"), seen("refuted", "3.13.0", platform="darwin")) == {
        "CPython on linux": "holds since 3.13 or earlier",
        "CPython on darwin": "refuted since 3.13 or earlier",
    }
    assert told(seen("holds", "3.13.0"), seen("holds", "3.13.0", platform="darwin")) == {
        "CPython": "holds since 3.13 or earlier",
    }


def test_where_nothing_was_told_there_is_no_history():
    assert told(seen("not-applicable", "3.13.0"), seen("broken", "3.14.0")) == {}


def test_a_patch_release_that_nobody_saw_lies_between():
    sightings = [seen("holds", "3.13.3"), seen("refuted", "3.13.5")]
    assert list(told(*sightings).values()) == ["holds since 3.13 or earlier, refuted since 3.13.5 at the latest, after 3.13.3"]
