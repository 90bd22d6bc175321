"""Deployment strategies and canary analysis: controllers that decide from measurements, one per file; dialects."""
