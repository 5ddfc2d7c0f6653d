"""Slack's rules for what may be shown and what an app may be, as pure functions of a payload."""
