"""Tables as files: CSV, a variant for spreadsheets, JSON Lines, what describes them, and the archive they come in.

A room of its own, and no view: nothing here is for Slack, and what it writes goes to a disk.
"""
