"""What somebody reads about their own data."""
