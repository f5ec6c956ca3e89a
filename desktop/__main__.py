"""`tacit`, and `python -m desktop`: the window without a word, else the command."""

import sys


def main() -> int:
    """Run the command, or say which part of the installation is missing."""
    if sys.argv[1:] == ["--engine-host"]:  # an engine's process, when frozen: nothing else loads
        from inference.engines import host

        return host.main()
    if sys.argv[1:] == ["--key-helper"]:  # makes the calls that `vault.apart` has made elsewhere
        from desktop import crash
        from vault import apart

        crash.close_memory()
        return apart.main()
    try:
        from desktop import opening

        if opening.is_for_window(sys.argv[1:]):
            return opening.main()
        from desktop.cli import main as run
    except ModuleNotFoundError as error:
        print(f"A part of Tacit is missing: {error.name}.", file=sys.stderr)  # noqa: T201
        print("Next: python3 run.py setup --again", file=sys.stderr)  # noqa: T201
        return 1
    return run()


if __name__ == "__main__":
    sys.exit(main())
