"""The history of the tables. A released revision is never edited; the way back is a backup."""
