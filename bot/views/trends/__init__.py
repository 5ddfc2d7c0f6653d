"""Trends on demand: one team in full, and all of them in a line each."""
