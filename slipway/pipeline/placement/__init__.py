"""Test placement: which check runs in which stage, and what follows from it."""
