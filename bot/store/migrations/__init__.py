"""The history of the tables. A released revision is never edited; a new one is added. The way back is a backup."""
