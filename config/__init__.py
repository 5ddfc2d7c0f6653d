"""What Drumbeat is told from outside: settings, the rituals that ship with it, the Slack app."""
