"""What the operator touches: the command line now, the window on top of it."""
