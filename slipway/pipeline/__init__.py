"""A deployment pipeline as rules applied to facts: world in, timed events out."""
