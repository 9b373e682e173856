"""Merged reports in the language that counts at the moment: what claims say, and why it is so."""

from dataclasses import replace

from pytest_claims.model.language import current, sentence
from pytest_claims.report.form import ClaimFields
from pytest_claims.report.merged import Merged, MergedClaim


def translated(merged: Merged) -> Merged:
    """`merged`, to be shown: a sentence that nobody has translated stays as it is."""
    if current().is_english:
        return merged
    return Merged(merged.interpreters, tuple(map(_translated, merged.claims)))


def _translated(claim: MergedClaim) -> MergedClaim:
    fields: ClaimFields = {**claim.fields, "says": sentence(claim.says), "why": sentence(claim.why)}
    chapter = fields.get("chapter")
    if chapter:
        suite = chapter["suite"]
        fields["chapter"] = {**chapter, "title": sentence(chapter["title"]), "suite": sentence(suite) if suite else None}
    return replace(claim, fields=fields)
