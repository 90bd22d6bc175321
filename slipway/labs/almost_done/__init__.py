"""Paulo's “Almost Done”: his code, its tests, and the defects that can be planted in it."""
