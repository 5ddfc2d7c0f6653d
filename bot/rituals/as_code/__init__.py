"""Rituals as code: RITUALS.yaml read, its names looked up in Slack, and made so."""
