"""Spreadsheets both ways: exports that leave the ledger, and (`incoming`) others’ that come in."""
