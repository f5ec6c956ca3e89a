"""Root of this layer's errors; they hold data, the sentences are in `desktop/errors.py`."""


class VaultError(Exception):
    """Something that the vault could not do."""
