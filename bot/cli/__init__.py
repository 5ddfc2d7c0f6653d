"""The command line, one module per command. Exit codes: 0 all is well, 1 something is wrong, 2 wrong usage."""
