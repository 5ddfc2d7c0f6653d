"""What people see of signals: the form, the list, and one with all its words."""
