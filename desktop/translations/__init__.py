"""The program's sentences in other languages than English."""
