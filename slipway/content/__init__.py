"""What authors write: read with positions, typed, and checked until nothing dangles."""
