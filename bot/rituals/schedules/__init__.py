"""When rituals ask: recurrences, plain words, the dates to come."""
