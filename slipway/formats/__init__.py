"""Real files of other systems, one system per file."""
