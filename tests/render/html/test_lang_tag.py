"""The language of a text."""

import pytest

from pytest_claims.render.html.lang_tag import language


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("", ""),
        ("join waits for one thread", ""),
        ("“It waits”, naïvely: Größe", ""),
        ("在循环里启动线程", "zh"),
        ("Thread.join 之后线程已经结束 (daemon=True)", "zh"),
        ("スレッドは join の後で終わる", "ja"),
        ("스레드는 join 후에 끝난다", "ko"),
        ("A sentence in English that quotes one word, 线程, and says what it means in many more words of its own", ""),
        ("12345 +-*/ \N{IDEOGRAPHIC FULL STOP}", ""),
    ],
)
def test_the_letters_tell_the_language(text, tag):
    assert language(text) == tag


def test_a_text_of_megabytes_is_looked_at_in_part():
    assert language("线程" * 1_000_000) == "zh"
