"""The command line: the same verbs as the window, for scripts, checks and other programs."""
