"""From runs to a verdict: a run, an example, the trial of a case, the rule for durations; and what can be wrong with a claim.

It may know what an instrument notes in a run. It knows no report, and neither pytest nor xdist.
One module knows Hypothesis.
"""
