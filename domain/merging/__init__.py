"""Bringing together what several people recorded apart: files, and a shared PostgreSQL."""
