"""Sets up and starts Exchange Ledger: python3 packaging/run.py [--yes] [arguments of the program]

Without arguments it opens a sample ledger; with arguments it is the program's command line, with
its exit status (or 3 when set-up failed). --yes, which comes first, agrees to what set-up installs.
Needs Python 3.11 or newer and pip; only the standard library is used here.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  an older Python is told so here, not by a traceback
    sys.exit("Exchange Ledger needs Python 3.11 or newer; this is Python " + sys.version.split()[0])

from opening import main  # after the check: an older Python could not read it

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
