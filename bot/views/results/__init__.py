"""What a team, a channel or a lead sees of a round."""
