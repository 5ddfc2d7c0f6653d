"""What an export holds: for each table what its columns are, and the rows that fill it, page by page. It reads and
never writes; how a table becomes a file is not known here.

Of rounds that are not named nothing is read but what was frozen when they closed (`trends-and-privacy.md` §4.4,
invariant 10).
"""
