"""Sets up and runs every check: python3 packaging/test.py [--yes] [-- arguments of pytest]

This is all that runs for a change to the project. --yes agrees to what set-up installs.
Needs Python 3.11 or newer and pip; only the standard library is used here.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  an older Python is told so here, not by a traceback
    sys.exit("Exchange Ledger needs Python 3.11 or newer; this is Python " + sys.version.split()[0])

from checks import main  # after the check: an older Python could not read it

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
