"""Real files of other systems, in and out, one system per file."""
