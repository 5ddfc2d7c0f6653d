"""Aiming: what teams want to reach, who looks after it, and how confident they are that it will be reached."""
