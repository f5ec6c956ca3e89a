"""Sums in plain words, worked out exactly where that can be: no model, no eval, bounded work."""

from inference.arithmetic.sums import Answer, is_sum, work_out

__all__ = ["Answer", "is_sum", "work_out"]
