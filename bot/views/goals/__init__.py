"""What people see of goals: the list, one with its history, the forms, and the word to whoever is given one."""
