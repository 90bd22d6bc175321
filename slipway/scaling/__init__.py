"""Auto-scalers: pure controllers that look at measurements and say how many instances there should be."""
