"""Feature flags as four systems evaluate them: the same percentage, and other people get the feature."""
