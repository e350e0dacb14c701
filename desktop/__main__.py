"""Starts the program: a verb goes to the command line, anything else to the window.

A frozen program has no other way to start a process of its own than itself: called with the word
that `reading` uses, it is the reader of a foreign spreadsheet and nothing else.
"""

import sys

from domain.spreadsheets.incoming.reader import CHILD, serve


def main() -> None:
    """The console script `exchange-ledger`."""
    if sys.argv[1:2] == [CHILD]:
        serve(sys.argv[2:])
    from desktop.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
