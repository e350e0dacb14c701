"""Read a statement on an exchange: text in, draft record out, every figure tied to its words."""

from .reader import read
from .reading import Fact, Reading, Unused

__all__ = ["Fact", "Reading", "Unused", "read"]
