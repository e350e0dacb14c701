"""Qt models: rows of the domain's tables as views show them."""
