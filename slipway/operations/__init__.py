"""Running a service: what can be scaled, watched and tuned, in which situations, and what came of it."""
