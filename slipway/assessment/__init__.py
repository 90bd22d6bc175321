"""Answers over time: attempts, what they add up to, and what a learner can be said to know. Pure."""
