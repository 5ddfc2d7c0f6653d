"""Trends read what rituals gathered and say what changed, what did not, and what cannot be said. Nothing is written.

Formulas and thresholds are explained for people in `docs/how-we-compute.md`.
"""
