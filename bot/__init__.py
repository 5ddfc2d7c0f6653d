"""Drumbeat: a Slack bot a Head of Product runs team rituals with."""

__version__ = "0.1.0"
