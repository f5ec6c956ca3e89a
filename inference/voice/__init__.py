"""Speaking with Tacit: the turn as a stream of frozen events, with no device and no clock in it."""
