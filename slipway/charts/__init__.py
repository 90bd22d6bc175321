"""Runs made visible: pure functions from a run to what a browser draws."""
