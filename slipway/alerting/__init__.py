"""Alarms, alerts, objectives, and who is told when."""
