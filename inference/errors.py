"""Root of this layer's errors; they hold data, the sentences are in `desktop/errors.py`."""


class InferenceError(Exception):
    """Something that thinking could not do."""
