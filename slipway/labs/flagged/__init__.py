"""One feature flag in four systems, and a thousand people who may get the feature."""
