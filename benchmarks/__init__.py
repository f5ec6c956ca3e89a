"""Measurements: each prints ratios of one run; docs/benchmarks.md says what they found."""
