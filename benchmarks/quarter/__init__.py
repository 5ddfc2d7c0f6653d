"""A quarter in the life of a company of sixty, through everything Drumbeat ships except Slack itself."""
