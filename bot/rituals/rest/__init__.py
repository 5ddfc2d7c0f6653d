"""Leaving people in peace: away, days off, holidays, at night, do-not-disturb."""
