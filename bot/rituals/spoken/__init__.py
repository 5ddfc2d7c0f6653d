"""Plain words about when: a small grammar that reads or refuses each word."""
