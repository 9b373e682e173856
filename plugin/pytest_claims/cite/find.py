"""From a question in plain words to the claims that answer it."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pytest_claims.cite.cited import Cited
from pytest_claims.cite.library import CitationError, Library
from pytest_claims.model.language import _

#: Words that say nothing about a subject.
_COMMON = """
a an and any are as at be been but by can cannot could do does each for from get gets has have how i if in into is it its let
make me my no not of on one only or other out should so some than that the their them then there these they this to true what
when where which while who why will with would you your python
"""
COMMON = frozenset(_COMMON.split())
#: How much a word counts in the id, in the sentence and in the reason.
IN_ID, IN_SENTENCE, IN_REASON = 3.0, 2.0, 1.0
#: A shorter word keeps its ending: "as" is no plural.
SHORT = 4


def find(question: str, library: Library, most: int = 5) -> list[Cited]:
    """The claims that answer a question best, the best one first.

    ::

        find("does cancel stop the task at once?", Library.load([Path("evidence")]))

    A claim counts the more, the more words of the question it has, and the rarer these words are among all claims (the weight
    that search engines call inverse document frequency). Endings such as a plural's do not matter.

    Args:
        question: some words, in any order.
        most: how many claims at most.
    """
    claims = [one for one in (_cited(name, library) for name in library.ids()) if one is not None]
    words = [_weights(claim) for claim in claims]
    known_by = Counter(word for weights in words for word in weights)
    rarity = {word: math.log(1 + len(claims) / known_by[word]) for word in set(_words(question)) if word in known_by}
    scores = [sum(weights.get(word, 0.0) * rare for word, rare in rarity.items()) for weights in words]
    best = sorted(zip(scores, claims, strict=True), key=lambda scored: scored[0], reverse=True)
    return [claim for score, claim in best if score > 0][:most]


def lines(found: Sequence[Cited]) -> Iterable[str]:
    """What `find` found, to be read: sign, verdict, id, sentence, and what is true instead."""
    for claim in found:
        yield f"{claim.sign} {claim.summary}: {claim.id}"
        yield f"    {claim.says}"
        if claim.truth and claim.verdict != "holds":
            yield "    " + _("True instead: {id}", id=claim.truth)


def _cited(id: str, library: Library) -> Cited | None:
    try:
        return library.find(id)
    except CitationError as error:
        # A claim that nobody could verify is still an answer; its sign says so.
        return error.cited


def _weights(claim: Cited) -> dict[str, float]:
    weights: dict[str, float] = {}
    for text, weight in ((claim.why, IN_REASON), (claim.says, IN_SENTENCE), (claim.id, IN_ID)):
        weights |= dict.fromkeys(_words(text), weight)
    return weights


def _words(text: str) -> list[str]:
    found = re.findall(r"[^\W_]+", text.casefold())
    return [_without_ending(word) for word in found if word not in COMMON]


def _without_ending(word: str) -> str:
    """``cancels``, ``cancelled`` and ``cancelling`` as ``cancel``."""
    if len(word) <= SHORT:
        return word
    stem = re.sub(r"(ing|ed|es|s)$", "", word)
    # A doubled consonant is not the word's own: cancell(ed), stopp(ed).
    return re.sub(r"([^aeiouls])\1$|ll$", lambda match: match[1] or "l", stem) if len(stem) < len(word) else word
