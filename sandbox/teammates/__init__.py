"""People who answer by themselves, the companies they work for, and the weeks they have lived."""
