"""People, teams, days off and roles."""
