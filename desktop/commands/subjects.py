"""Commands of several words, such as `tacit tasks done`: each action with the options of all."""

import argparse
from collections.abc import Callable

from desktop.commands.vault import Run, common_options

Options = Callable[[argparse.ArgumentParser], None]
"adds the options of the first action"
Action = Callable[[str, Run, str], argparse.ArgumentParser]


def begin(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str, about: str, first: Run, options: Options | None = None,
) -> Action:  # fmt: skip
    """A subject; without an action, `first` runs. Options may stand before the action or after."""
    parser = commands.add_parser(name, help=about, description=about)
    if options is not None:
        options(parser)
    common_options(parser, first)
    actions = parser.add_subparsers(title="what to do", metavar="…")

    def action(word: str, run: Run, about: str) -> argparse.ArgumentParser:
        # Without this, what is not said after the action would undo what was said before it.
        one = actions.add_parser(
            word, help=about, description=about, argument_default=argparse.SUPPRESS
        )
        common_options(one, run)
        return one

    return action
