"""Numbers on the command line, within bounds that are said when they are overstepped."""

import argparse
from collections.abc import Callable


def at_least(least: int) -> Callable[[str], int]:
    """A whole number, not below this."""

    def number(text: str) -> int:
        try:
            found = int(text)
        except ValueError:
            found = least - 1
        if found < least:
            raise argparse.ArgumentTypeError(f"a whole number from {least} on, please")
        return found

    return number


def within(least: float, most: float) -> Callable[[str], float]:
    """A number from one to the other; what is no number is outside."""

    def number(text: str) -> float:
        try:
            found = float(text)
        except ValueError:
            found = least - 1
        if not least <= found <= most:
            raise argparse.ArgumentTypeError(f"a number from {least:g} to {most:g}, please")
        return found

    return number
