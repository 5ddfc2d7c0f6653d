"""Goals: adding them, who knows them, and what a digest tells."""
