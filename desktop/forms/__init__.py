"""Forms: what an operator fills in before it is recorded."""
