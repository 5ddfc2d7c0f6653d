"""Queries for exports: each reads a bounded span of rows by their numbers, so that nothing has to be held long, and
of rounds that are not named only what was frozen when they closed."""
