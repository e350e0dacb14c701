"""The pages of the window. None knows another; each reads its own table."""
