"""Evidence as pictures: bars of spans, and durations against the unit; as text and as SVG.

It knows the evidence of one case, and how long a line may be.
"""
