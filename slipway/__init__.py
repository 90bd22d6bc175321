"""Slipway: a teaching notebook in which continuous deployment is run, not read about."""
