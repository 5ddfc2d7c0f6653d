"""Slack's Web API: one module per family of methods, and the door every request comes through."""
