"""Where events rest: the ledger file and the device's own profile."""
