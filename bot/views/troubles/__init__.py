"""What an owner is told when Slack does not take a message."""
