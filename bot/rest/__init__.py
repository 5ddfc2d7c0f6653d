"""Leaving people in peace: on which days they work, at which hours they may be disturbed. Pure rules."""
