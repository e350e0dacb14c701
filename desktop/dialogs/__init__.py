"""Dialogs of the window: what is asked before long work, and what came of it."""
