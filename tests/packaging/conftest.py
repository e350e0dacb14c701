"""Lets the tests of packaging/ import its scripts by the names that they use among themselves."""

import sys
from pathlib import Path

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"

# At the end: packaging/test.py must not stand in the way of the standard library's `test`.
if str(PACKAGING) not in sys.path:
    sys.path.append(str(PACKAGING))
