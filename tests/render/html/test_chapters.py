"""The chapters of the page."""

import re
from pathlib import Path

import pytest

from pytest_claims.render.html.chapters import CHAPTERS, chapter, in_order

SUITE = Path(__file__).parents[3] / "claims"


@pytest.mark.parametrize(
    ("id", "title"),
    [
        ("process.cpu-speedup", "Processes"),
        ("pool.apply-blocks", "Process pools"),
        ("thread.sleeps-overlap", "Threads"),
        ("thread.join-after-loop", "Joining threads, and daemon threads"),
        ("thread.last-join-waits-for-all", "Joining threads, and daemon threads"),
        ("thread.daemon-dies-with-main", "Joining threads, and daemon threads"),
        ("rlock.owner-reacquires", "Locks and other synchronisation"),
        ("await.is-sequential", "Coroutines and the event loop"),
        ("limiter.waits", "limiter"),
        ("process", "process"),
        ("", ""),
    ],
)
def test_an_id_tells_its_chapter(id, title):
    assert chapter(id) == title


def test_chapters_come_in_the_order_of_the_course_and_others_after_them_by_name():
    course = ["Processes", "Process pools", "Threads", "Tasks"]
    assert in_order(["zebra", "Tasks", "Threads", "limiter", "Processes", "Process pools", "Tasks"]) == [
        *course,
        "limiter",
        "zebra",
    ]
    assert list(CHAPTERS) == in_order(reversed(CHAPTERS))


def test_every_claim_of_the_suite_has_a_chapter_with_a_title():
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(SUITE.glob("*/test_*.py")))
    ids = re.findall(r'@claim\(\s*"([^"]+)"', text)
    assert len(ids) > 80
    assert {id for id in ids if chapter(id) not in CHAPTERS} == set()
