"""Waiting: what somebody raised, who is waited on for it, and every step until it is over."""
