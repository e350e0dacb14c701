"""Verification: whether a ledger file still is what was recorded, and what cannot be known."""
