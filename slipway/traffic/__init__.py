"""Requests and the instances that serve them: request-level, seeded, exact; numpy arrays and nothing else."""
