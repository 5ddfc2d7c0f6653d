"""Looking after rituals, teams and roles: for leads and admins."""
