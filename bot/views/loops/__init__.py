"""Loops as people see them: raised, worked on, told of, listed."""
