"""Starts the program: a verb goes to the command line, anything else to the window."""

import sys

from desktop.cli import run


def main() -> None:
    """The console script `exchange-ledger`."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
