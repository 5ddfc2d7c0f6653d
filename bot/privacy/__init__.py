"""Protecting people: ballots, sealing, group sizes, export, erasure, retention."""
