"""Feedback: loops that only whoever gave them and whoever they are for know of.

By name, it is a loop at once. With the name withheld it lies in a box until the day's batch and is handed on in
shuffled order; who gave it stays in another box: only with its key, which is kept outside the database and destroyed
at the end, can they be found, asked back and told.
"""
