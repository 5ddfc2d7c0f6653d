"""Hearing: what a customer, a competitor or the market said, noted once and counted each time it is heard again."""
