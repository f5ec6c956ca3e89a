"""Goals that take several steps: planned, shown, carried out one by one, verified."""
