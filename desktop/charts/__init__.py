"""Charts beside the tables: the same figures, drawn, said in words, and kept as an image."""
